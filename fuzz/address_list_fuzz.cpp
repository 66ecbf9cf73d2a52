// A list of addresses that arrived: whatever it is, what is read lies in the room, is UTF-8, and reads alike when it is
// written again.
#include <mailmote/mime/address_list.hpp>
#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/utf8.hpp>

#include "fuzz.hpp"

using namespace mailmote;
using fuzz::expect;
using mime::AddressListReader;
using mime::ListedAddress;
using Kind = ListedAddress::Kind;

namespace {

void expect_within(std::string_view part, std::string_view whole) {
  if (part.empty()) return;
  expect(part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void expect_no_control(std::string_view text) {
  expect(wire::is_utf8(text));
  for (const char c : text) expect(!wire::is_control(c));
}

// The path alone is the same path.
void expect_path(std::string_view path) {
  expect_no_control(path);
  const std::string angle = "<" + std::string(path) + ">";
  const fuzz::Heap room(path.size());
  AddressListReader again(angle, {room.data(), room.size()});
  const ListedAddress a = again.next();
  expect(a.kind == Kind::mailbox && a.path == path && !a.cut);
  expect(again.next().kind == Kind::end);
}

}  // namespace

void fuzz::run(std::string_view input) {
  Dice dice(input);
  const Heap copy(input);
  const Heap enough(3 * input.size() + 2);
  const Heap little(dice.from(0, 20));
  AddressListReader list(copy.view(), {enough.data(), enough.size()});
  AddressListReader cut(copy.view(), {little.data(), little.size()});
  bool in_group = false;
  std::size_t events = 0;
  for (ListedAddress a = list.next(); a.kind != Kind::end; a = list.next()) {
    expect(++events <= input.size() + 1);
    expect(!a.cut);
    expect_within(a.raw, copy.view());
    expect_within(a.name, enough.view());
    expect_within(a.path, enough.view());
    expect_no_control(a.name);
    expect(a.kind == Kind::mailbox || a.path.empty());
    expect(a.raw.empty() == (a.kind == Kind::group_end));
    if (a.kind == Kind::group_begin || a.kind == Kind::group_end) expect(in_group == (a.kind == Kind::group_end));
    if (a.kind == Kind::group_begin) in_group = true;
    if (a.kind == Kind::group_end) in_group = false;
    if (a.kind == Kind::mailbox || a.kind == Kind::malformed) expect(a.in_group == in_group);
    if (a.kind == Kind::mailbox) expect_path(a.path);

    const ListedAddress b = cut.next();
    expect(b.raw == a.raw && (b.kind == a.kind || (b.kind == Kind::malformed && a.kind == Kind::mailbox && b.cut)));
    const bool same = b.kind == a.kind && b.name == a.name && b.path == a.path;
    expect(b.cut || same);
    // Whether a path that does not fit would have been UTF-8 stays open.
    if (a.kind != Kind::malformed) expect(!b.cut || !same);
    if (b.kind == a.kind) expect(b.path == a.path && a.name.starts_with(b.name));
    expect_no_control(b.name);
  }
  expect(!in_group && list.next().kind == Kind::end && cut.next().kind == Kind::end);
}
