// Reads IMAP responses for a measurement, as a link would offer them: from a file, window by window.
//
//   imap_fetch FILE [WINDOW [SCRATCH]]       default: 4096 512
//
//   valgrind --tool=callgrind --toggle-collect='measure*' tests/bench/imap_fetch envelopes.bin
//
// The file is in memory before anything is measured. Prints what was read. See README.md beside this file.
#include <mailmote/imap/reader.hpp>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

struct Counts {
  unsigned long events = 0;
  unsigned long responses = 0;
};

// As much as fits the window, again and again. Its cost is that of any loop over events.
__attribute__((noinline)) Counts measure(std::string_view octets, std::size_t window, mailmote::imap::Reader& reader) {
  using mailmote::imap::Kind;
  Counts counts;
  while (!octets.empty()) {
    std::string_view in(octets.data(), octets.size() < window ? octets.size() : window);
    octets.remove_prefix(in.size());
    for (Kind kind = reader.next(in).kind; kind != Kind::need_input; kind = reader.next(in).kind) {
      ++counts.events;
      if (kind < Kind::end) continue;
      if (kind == Kind::failed) return counts;
      ++counts.responses;
    }
  }
  return counts;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 64;
  std::ifstream file(argv[1], std::ios::binary);
  const std::string octets(std::istreambuf_iterator<char>(file), {});
  const auto window = static_cast<std::size_t>(argc > 2 ? std::atol(argv[2]) : 4096);
  std::vector<char> scratch(static_cast<std::size_t>(argc > 3 ? std::atol(argv[3]) : 512));
  if (window == 0 || scratch.size() < 64) return 64;
  mailmote::imap::Reader reader(scratch);
  const Counts counts = measure(octets, window, reader);
  std::printf("%zu octets: %lu responses, %lu events%s\n", octets.size(), counts.responses, counts.events,
              reader.in_response() ? ", not at an end" : "");
  return reader.in_response() ? 1 : 0;
}
