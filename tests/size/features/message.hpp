// A message of which nothing is known beforehand.
#pragma once

#include <mailmote/message.hpp>

#include "outside.hpp"

namespace outside {

inline mailmote::Message message() {
  mailmote::Message m;
  m.from = words();
  m.to = words();
  m.cc = words();
  m.subject = words();
  m.text = words();
  return m;
}

}  // namespace outside
