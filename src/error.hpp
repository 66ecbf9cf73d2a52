// An Error is written where it is kept: copies of it are what a small stack has no room for.
#pragma once

#include <mailmote/result.hpp>

namespace mailmote {

// What an error is, but for its details. Four octets: one register.
struct Cause {
  Category category;
  Stage stage;
  Advice advice;
  Retry retry;
};

// `error` says `cause`, and nothing of what it said before.
void set(Error& error, Cause cause);

void clear(Error& error);

}  // namespace mailmote
