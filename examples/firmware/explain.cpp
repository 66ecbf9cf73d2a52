#include "explain.hpp"

#include <array>

#include <mailmote/describe.hpp>

#include "console.hpp"

int explain(const mailmote::Error& error) {
  std::array<char, mailmote::describe_room> text;
  say(mailmote::describe(error, text));
  return mailmote::exit_code(error);
}
