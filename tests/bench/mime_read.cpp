// Reads messages for a measurement, window by window.
//
//   mime_read text|hyphens|base64|quoted|header|FILE [WINDOW [SCRATCH [KILOBYTES]]]
//
//   valgrind --tool=callgrind --toggle-collect='*measure*' tests/bench/mime_read base64
//
// text, hyphens (a list item a line), base64 and quoted: the body of a part of a multipart of 1024 KB by default;
// header: fields. The default is a window of 4096 and a scratch of 512 octets. The message is in memory before anything
// is measured. Two sizes tell whether the time is linear.
#include <mailmote/mime/reader.hpp>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

using mailmote::mime::Event;
using mailmote::mime::Kind;
using mailmote::mime::Reader;

struct Counts {
  unsigned long events = 0;
  unsigned long parts = 0;
  unsigned long long octets = 0;  // of bodies
};

void count(const Event& e, Counts& counts) {
  ++counts.events;
  if (e.kind == Kind::part) ++counts.parts;
  if (e.kind == Kind::body) counts.octets += e.bytes.size();
}

__attribute__((noinline)) Counts measure(std::string_view octets, std::size_t window, Reader& reader) {
  Counts counts;
  while (!octets.empty()) {
    std::string_view in(octets.data(), octets.size() < window ? octets.size() : window);
    octets.remove_prefix(in.size());
    for (const Event* e = &reader.next(in); e->kind != Kind::need_input; e = &reader.next(in)) {
      count(*e, counts);
      if (e->kind == Kind::failed) return counts;
    }
  }
  for (const Event* e = &reader.finish(); !mailmote::mime::is_over(e->kind); e = &reader.finish()) count(*e, counts);
  return counts;
}

std::string repeated(std::string_view line, std::size_t octets) {
  std::string all;
  while (all.size() < octets) all += line;
  return all;
}

std::string part(std::string_view encoding, const std::string& body) {
  return "Content-Type: multipart/mixed; boundary=\"=_0123456789abcdef\"\r\n\r\n--=_0123456789abcdef\r\n"
         "Content-Transfer-Encoding: " +
         std::string(encoding) + "\r\n\r\n" + body + "--=_0123456789abcdef--\r\n";
}

std::string message(const std::string& what, std::size_t octets) {
  if (what == "text")
    return part("7bit",
                repeated("The pump is well-known to stop at 8.0 bar, and then it has to be looked after.\r\n", octets));
  if (what == "hyphens") return part("8bit", repeated("- item\r\n-- \r\n", octets));
  if (what == "base64")
    return part("base64",
                repeated("VGhlIHB1bXAgaXMgd2VsbC1rbm93biB0byBzdG9wIGF0IDguMCBiYXIsIGFuZCB0aGVuIGl0IGhh\r\n", octets));
  if (what == "quoted")
    return part("quoted-printable",
                repeated("Die Pumpe h=C3=A4lt bei 8,0 bar an und muss dann gewartet werden, das ist=\r\n bekannt.\r\n",
                         octets));
  if (what == "header")
    return repeated("X-Received: by mail.example.org with SMTP id 4711; Mon, 1 Jan 2024\r\n", octets);
  std::ifstream file(what, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace

int main(int argc, char** argv) {
  const auto number = [&](int at, long otherwise) {
    return static_cast<std::size_t>(argc > at ? std::atol(argv[at]) : otherwise);
  };
  const std::size_t window = number(2, 4096);
  std::vector<char> scratch(number(3, 512));
  if (argc < 2 || window == 0 || scratch.size() < Reader::min_scratch) return 64;
  const std::string octets = message(argv[1], number(4, 1024) * 1024);
  Reader reader(scratch);
  const Counts counts = measure(octets, window, reader);
  std::printf("%zu octets: %lu events, %lu parts, %llu octets of content\n", octets.size(), counts.events, counts.parts,
              counts.octets);
  return reader.fault() == mailmote::mime::Fault::none ? 0 : 1;
}
