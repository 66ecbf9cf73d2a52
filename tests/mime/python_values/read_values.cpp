// Values of header fields from standard input, a line each, to what they mean, for a test that has read them with
// another library. A line is "KIND VALUE":
//
//   words =?utf-8?Q?=C3=BC?=            ü
//   addresses A <a@b>, g: c@d;          A|a@b;c@d; with a TAB for each '|' and ';'
//   date 1 Jan 2024 10:00 +0100         1704099600 60
//   filename attachment; filename=x     x
#include <mailmote/mime/address_list.hpp>
#include <mailmote/mime/date.hpp>
#include <mailmote/mime/parameters.hpp>
#include <mailmote/wire/encoded_word.hpp>

#include <iostream>
#include <string>
#include <vector>

using namespace mailmote;

namespace {

std::vector<char> room(10'000);

void print(const wire::DecodedText& text) {
  const bool odd = text.cut || text.unknown_charset || text.malformed;
  std::cout << (odd ? "ODD " : "") << text.text;
}

void print_addresses(std::string_view value) {
  mime::AddressListReader list(value, room);
  for (mime::ListedAddress a = list.next(); a.kind != mime::ListedAddress::Kind::end; a = list.next()) {
    if (a.kind == mime::ListedAddress::Kind::malformed) std::cout << "MALFORMED\t" << a.raw << '\t';
    if (a.kind == mime::ListedAddress::Kind::mailbox) std::cout << a.name << '\t' << a.path << '\t';
  }
}

void print_date(std::string_view value) {
  const std::optional<mime::Moment> moment = mime::read_date(value);
  if (moment) std::cout << moment->seconds << ' ' << moment->zone;
}

}  // namespace

int main() {
  std::string line;
  while (std::getline(std::cin, line)) {
    const std::size_t space = line.find(' ');
    const std::string kind = line.substr(0, space);
    const std::string_view value = std::string_view(line).substr(space + 1);
    if (kind == "words") print(wire::decode_words(value, room));
    if (kind == "addresses") print_addresses(value);
    if (kind == "date") print_date(value);
    if (kind == "filename") print(mime::Parameters(value).get("filename", room));
    std::cout << '\n';
  }
}
