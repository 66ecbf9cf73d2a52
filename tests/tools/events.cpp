// What a reader makes of octets, one event a line: events PROTOCOL [--chunk N] [--scratch N] < OCTETS
//
//   $ printf '250-mx\r\n250 2.1.0 ok\r\n' | events smtp --chunk 1
//   text 250 0 "mx"
//   text 250 1 "2.1.0 ok"
//   end 250 2.1.0
//   $ printf '* 1 FETCH (UID 7)\r\n' | events imap
//   begin untagged fetch 1 "FETCH"
//   open 0
//   value 0.0 atom "UID"
//   value 0.1 atom "7"
//   close 0
//   end
//
// PROTOCOL: imap, mime, smtp; imap_printer.hpp and its kind say what their lines mean. --chunk: octets fed at a time, 0
// (the default): all at once. --scratch: the reader's, from 64 for imap, 256 for mime, 32 for smtp; default 256. Pieces
// of a value are joined; octets outside 0x20..0x7E, the quote and the backslash are written \xHH. A reader that failed
// prints `failed` and why. Nothing of it depends on the chunks. Exit: 0 at a clean end, which for a message is the end
// of the stream wherever it comes, 1 when the reader failed, 2 when the stream ended in the middle, 64 for wrong usage.
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <memory>

#include "imap_printer.hpp"
#include "mime_printer.hpp"
#include "smtp_printer.hpp"

namespace {

using printer::Printer;

template <class Protocol>
std::unique_ptr<Printer> make(std::size_t scratch) {
  if (scratch < Protocol::least_scratch) return nullptr;
  return std::make_unique<Protocol>(scratch);
}

struct Protocol {
  std::string_view name;
  std::unique_ptr<Printer> (*make)(std::size_t scratch);  // null: too little scratch
};

constexpr Protocol protocols[] = {
    {"imap", make<printer::Imap>},
    {"mime", make<printer::Mime>},
    {"smtp", make<printer::Smtp>},
};

struct Arguments {
  std::string_view protocol;
  std::size_t chunk = 0, scratch = 256;
};

bool read_number(const char* text, std::size_t& number) {
  char* end = nullptr;
  number = static_cast<std::size_t>(std::strtoul(text, &end, 10));
  return *text >= '0' && *text <= '9' && *end == '\0';
}

bool read_arguments(int argc, char** argv, Arguments& arguments) {
  if (argc % 2 != 0) return false;
  arguments.protocol = argv[1];
  for (int i = 2; i < argc; i += 2) {
    const std::string_view option = argv[i];
    if (option != "--chunk" && option != "--scratch") return false;
    if (!read_number(argv[i + 1], option == "--chunk" ? arguments.chunk : arguments.scratch)) return false;
  }
  return true;
}

std::unique_ptr<Printer> make_printer(const Arguments& arguments) {
  for (const Protocol& protocol : protocols)
    if (protocol.name == arguments.protocol) return protocol.make(arguments.scratch);
  return nullptr;
}

int print(Printer& printer, const std::string& octets, std::size_t chunk) {
  if (chunk == 0) chunk = octets.size() + 1;
  for (std::size_t at = 0; at < octets.size(); at += chunk) {
    const bool good = printer.feed(octets.substr(at, chunk));
    std::cout << printer.take_text();
    if (!good) return 1;
  }
  const bool good = printer.finish();
  std::cout << printer.take_text();
  if (!good) return 1;
  return printer.in_middle() ? 2 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  const auto printer = read_arguments(argc, argv, arguments) ? make_printer(arguments) : nullptr;
  if (printer == nullptr) {
    std::cerr << "usage: events imap|smtp [--chunk N] [--scratch N, from 64 for imap, 32 for smtp] < OCTETS\n";
    return 64;
  }
  const std::string octets(std::istreambuf_iterator<char>(std::cin), {});
  return print(*printer, octets, arguments.chunk);
}
