#include <mailmote/ports/posix/explain.hpp>

#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>

#include <mailmote/describe.hpp>

namespace mailmote::posix {
namespace {

void print(std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(STDERR_FILENO, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

}  // namespace

int explain(const Error& error) {
  std::array<char, describe_room> text;
  print(describe(error, text));
  return exit_code(error);
}

}  // namespace mailmote::posix
