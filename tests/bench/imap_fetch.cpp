// Reads IMAP responses for a measurement, as a link would offer them: from a file, window by window.
//
//   imap_fetch reader|names FILE [WINDOW [SCRATCH]]      names: every event has its name, too (imap::Fetch)
//
//   tests/bench/imap_responses.py /tmp/responses         makes files
//   valgrind --tool=callgrind --toggle-collect='*measure*' tests/bench/imap_fetch reader /tmp/responses/envelopes 4096
//
// The default is a window of 4096 and a scratch of 512 octets. The file is in memory before anything is measured.
#include <mailmote/imap/fetch.hpp>
#include <mailmote/imap/reader.hpp>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

using mailmote::imap::Kind;

struct Counts {
  unsigned long events = 0;
  unsigned long responses = 0;
  unsigned long named = 0;
};

// What a program does that takes every event and cares for none: about ten instructions an event.
__attribute__((noinline)) Counts measure_reader(std::string_view octets, std::size_t window,
                                                mailmote::imap::Reader& reader) {
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

__attribute__((noinline)) Counts measure_names(std::string_view octets, std::size_t window,
                                               mailmote::imap::Reader& reader) {
  Counts counts;
  mailmote::imap::Fetch fetch;
  while (!octets.empty()) {
    std::string_view in(octets.data(), octets.size() < window ? octets.size() : window);
    octets.remove_prefix(in.size());
    for (const auto* e = &reader.next(in); e->kind != Kind::need_input; e = &reader.next(in)) {
      ++counts.events;
      if (fetch.read(*e) != mailmote::imap::Field::none) ++counts.named;
      if (e->kind < Kind::end) continue;
      if (e->kind == Kind::failed) return counts;
      ++counts.responses;
    }
  }
  return counts;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc > 2 ? argv[1] : "";
  const auto window = static_cast<std::size_t>(argc > 3 ? std::atol(argv[3]) : 4096);
  std::vector<char> scratch(static_cast<std::size_t>(argc > 4 ? std::atol(argv[4]) : 512));
  if ((what != "reader" && what != "names") || window == 0 || scratch.size() < 64) return 64;
  std::ifstream file(argv[2], std::ios::binary);
  const std::string octets(std::istreambuf_iterator<char>(file), {});
  mailmote::imap::Reader reader(scratch);
  const Counts counts =
      what == "reader" ? measure_reader(octets, window, reader) : measure_names(octets, window, reader);
  std::printf("%zu octets: %lu responses, %lu events, %lu with a name\n", octets.size(), counts.responses,
              counts.events, counts.named);
  const bool good = reader.fault() == mailmote::imap::Fault::none && !reader.in_response();
  if (!good) std::puts("not read to the end");
  return good ? 0 : 1;
}
