#include "error.hpp"

namespace mailmote {

void clear(Error& error) { error = Error(); }

void set(Error& error, Cause cause) {
  clear(error);
  error.category = cause.category;
  error.stage = cause.stage;
  error.advice = cause.advice;
  error.retry = cause.retry;
}

}  // namespace mailmote
