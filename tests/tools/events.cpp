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
#include <string>

#include "events.hpp"

namespace {

bool read_number(const char* text, std::size_t& number) {
  char* end = nullptr;
  number = static_cast<std::size_t>(std::strtoul(text, &end, 10));
  return *text >= '0' && *text <= '9' && *end == '\0';
}

bool read_arguments(int argc, char** argv, events::Arguments& arguments) {
  if (argc % 2 != 0) return false;
  arguments.protocol = argv[1];
  for (int i = 2; i < argc; i += 2) {
    const std::string_view option = argv[i];
    if (option != "--chunk" && option != "--scratch") return false;
    if (!read_number(argv[i + 1], option == "--chunk" ? arguments.chunk : arguments.scratch)) return false;
  }
  return events::make_printer(arguments) != nullptr;
}

}  // namespace

int main(int argc, char** argv) {
  events::Arguments arguments;
  if (!read_arguments(argc, argv, arguments)) {
    std::cerr << "usage: events imap|mime|smtp [--chunk N] [--scratch N, from 64 for imap, 256 for mime, 32 for smtp] "
                 "< OCTETS\n";
    return events::usage;
  }
  const std::string octets(std::istreambuf_iterator<char>(std::cin), {});
  return events::print(arguments, octets, std::cout);
}
