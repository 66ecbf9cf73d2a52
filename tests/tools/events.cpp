// What a reader makes of octets, one event a line: events PROTOCOL [--chunk N] [--scratch N] < OCTETS
//
//   $ printf '250-mx\r\n250 2.1.0 ok\r\n' | events smtp --chunk 1
//   text 250 0 "mx"
//   text 250 1 "2.1.0 ok"
//   end 250 2.1.0
//
// PROTOCOL: smtp. --chunk: octets fed at a time, 0 (the default): all at once. --scratch: the reader's, from 32;
// default 256. Pieces of a text are joined; octets outside 0x20..0x7E, the quote and the backslash are written \xHH. A
// reader that failed prints `failed` and why. Nothing of it depends on the chunks. Exit: 0 at a clean end, 1 when the
// reader failed, 2 when the stream ended in the middle, 64 for wrong usage.
#include <mailmote/smtp/reader.hpp>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

namespace {

using mailmote::smtp::Event;
using mailmote::smtp::Fault;
using mailmote::smtp::Kind;
using mailmote::smtp::Reader;

std::string_view name(Fault fault) {
  switch (fault) {
    case Fault::none: break;
    case Fault::syntax: return "syntax";
    case Fault::code_change: return "code_change";
    case Fault::line_end: return "line_end";
    case Fault::line_length: return "line_length";
    case Fault::line_count: return "line_count";
  }
  return "none";
}

std::string escaped(std::string_view octets) {
  std::string out;
  for (const char c : octets) {
    if (c >= 0x20 && c < 0x7F && c != '"' && c != '\\') {
      out += c;
    } else {
      char hex[5];
      std::snprintf(hex, sizeof hex, "\\x%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
      out += hex;
    }
  }
  return out;
}

class Printer {
 public:
  // False once the reader has failed.
  bool print(const Event& e, Fault fault) {
    switch (e.kind) {
      case Kind::need_input: break;
      case Kind::text:
        text_.append(e.text);
        if (!e.last) break;
        std::printf("text %u %u \"%s\"\n", unsigned{e.code}, unsigned{e.line}, escaped(text_).c_str());
        text_.clear();
        break;
      case Kind::end:
        std::printf("end %u", unsigned{e.code});
        if (e.enhanced.status != 0)
          std::printf(" %u.%u.%u", unsigned{e.enhanced.status}, unsigned{e.enhanced.subject},
                      unsigned{e.enhanced.detail});
        std::puts("");
        break;
      case Kind::failed: std::printf("failed %s\n", std::string(name(fault)).c_str()); return false;
    }
    return true;
  }

 private:
  std::string text_;
};

int run(const std::string& octets, std::size_t chunk, std::size_t scratch) {
  std::vector<char> room(scratch);
  Reader reader(room);
  Printer printer;
  if (chunk == 0) chunk = octets.size() + 1;
  for (std::size_t at = 0; at < octets.size(); at += chunk) {
    const std::string piece = octets.substr(at, chunk);
    std::string_view in = piece;
    Event e;
    do {
      e = reader.next(in);
      if (!printer.print(e, reader.fault())) return 1;
    } while (e.kind != Kind::need_input);
  }
  return reader.in_reply() ? 2 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t chunk = 0, scratch = 256;
  bool good = argc > 1 && std::strcmp(argv[1], "smtp") == 0 && argc % 2 == 0;
  for (int i = 2; good && i + 1 < argc; i += 2) {
    const std::string_view option = argv[i];
    const auto number = static_cast<std::size_t>(std::strtoul(argv[i + 1], nullptr, 10));
    if (option == "--chunk") {
      chunk = number;
    } else if (option == "--scratch" && number >= 32) {
      scratch = number;
    } else {
      good = false;
    }
  }
  if (!good) {
    std::fputs("usage: events smtp [--chunk N] [--scratch N, from 32] < OCTETS\n", stderr);
    return 64;
  }
  std::istreambuf_iterator<char> begin(std::cin), end;
  return run(std::string(begin, end), chunk, scratch);
}
