// Any error as text.
#include <mailmote/describe.hpp>

#include "outside.hpp"

namespace buffers {
char text[mailmote::describe_room];
}

int main() {
  mailmote::Error error;
  outside::keep(error);
  outside::keep(mailmote::describe(error, buffers::text));
  return 0;
}
