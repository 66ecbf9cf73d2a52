// A list of mailboxes: what is taken stands in an SMTP command as it is, and reads alike when it is written again.
#include <mailmote/mime/address.hpp>

#include <vector>

#include "fuzz.hpp"

using fuzz::expect;
using mailmote::mime::Address;
using mailmote::mime::AddressReader;

namespace {

void expect_within(std::string_view part, std::string_view list) {
  if (part.empty()) return;
  expect(part.data() >= list.data() && part.data() + part.size() <= list.data() + list.size());
}

void expect_path(std::string_view path) {
  expect(path.size() <= AddressReader::max_local + 1 + AddressReader::max_domain);
  for (const char c : path) expect(c > ' ' && c < 0x7f && c != '<' && c != '>');
  const std::size_t at = path.rfind('@');
  expect(at != std::string_view::npos && at != 0 && at <= AddressReader::max_local && at + 1 < path.size());
  if (path.front() != '"') expect(path.find('@') == at);
  AddressReader alone(path);
  expect(alone.next().path == path);
  expect(alone.next().kind == Address::Kind::end);
}

void expect_name(const Address& a) {
  expect(a.display_name.size() <= AddressReader::max_name);
  for (const char c : a.display_name) expect(c == '\t' || (static_cast<unsigned char>(c) >= ' ' && c != 0x7f));
}

void expect_last(AddressReader& reader, const Address& last) {
  const Address again = reader.next();
  expect(again.kind == last.kind && again.reason == last.reason && again.offset == last.offset);
  expect((last.kind == Address::Kind::refused) == (last.reason != Address::Reason::none));
  expect(last.path.empty() && last.display_name.empty());
}

}  // namespace

void fuzz::run(std::string_view input) {
  const Heap copy(input);
  const std::string_view list = copy.view();
  AddressReader reader(list);
  std::vector<std::string_view> paths;
  std::string printed;
  Address a = reader.next();
  for (; a.kind == Address::Kind::mailbox; a = reader.next()) {
    expect(paths.size() <= list.size());
    expect_within(a.path, list);
    expect_within(a.display_name, list);
    expect_path(a.path);
    expect_name(a);
    printed += (paths.empty() ? "<" : ", <") + std::string(a.path) + ">";
    paths.push_back(a.path);
  }
  expect(a.offset <= list.size());
  expect_last(reader, a);

  AddressReader second(printed);
  for (const std::string_view path : paths) expect(second.next().path == path);
  expect(second.next().kind == Address::Kind::end);
}
