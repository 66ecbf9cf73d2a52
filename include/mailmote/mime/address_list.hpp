// Addresses as a From, To or Cc field that arrived has them, one after another (RFC 5322 3.4, and 4.4 for what older
// programs write).
//
//   mime::AddressListReader list{value, room};
//   for (auto a = list.next(); a.kind != mime::ListedAddress::Kind::end; a = list.next()) show(a);
//
//   Jörg <joerg@a.example>, team: b@b.example (Bob);, x y
//     mailbox      name "Jörg"  path "joerg@a.example"
//     group_begin  name "team"
//     mailbox      name "Bob"   path "b@b.example"     in_group
//     group_end
//     malformed    raw "x y"
//
// It takes what AddressReader, which is for what people write to be sent, refuses: comments, groups, source routes,
// blanks anywhere, empty elements, encoded words, octets above 127. What is no address even so comes as it is, flagged,
// and the next comma begins another; an unclosed quote or parenthesis reaches to the end of the list. Nothing is
// guessed: two addresses in one element are malformed, not either of them. Nothing is allocated; the time is linear.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/wire/charset.hpp>

namespace mailmote::mime {

struct Lexer;

struct ListedAddress {
  enum class Kind : std::uint8_t { mailbox, group_begin, group_end, malformed, end };

  Kind kind = Kind::end;
  bool in_group = false;         // mailbox, malformed: between a group's beginning and its end
  bool cut = false;              // there was no room for all of the name; malformed: none for the path
  bool unknown_charset = false;  // of a word in the name, which was left as it is written
  bool malformed_name = false;   // octets of it that mean nothing became U+FFFD
  // Of the mailbox or group, in UTF-8 without control octets; a mailbox that has none is named by the comment behind
  // it: "a@b (Alice)". In the caller's room.
  std::string_view name;
  // local@domain without comments and blanks, quotes as they were, in UTF-8. Empty: "<>", which means nobody. In the
  // caller's room, too, and never cut.
  std::string_view path;
  std::string_view raw;  // but for group_end and end: what all this was read from, in the list
};

class AddressListReader {
 public:
  // `list` is a field's value. In `room` lie the path and name of one address at a time, until the next call.
  AddressListReader(std::string_view list, std::span<char> room, wire::CharsetConverter* other = nullptr)
      : list_(list), room_(room), other_(other) {}

  // Behind the last it answers `end` for ever. A group that is not closed ends there.
  ListedAddress next();

 private:
  ListedAddress element();
  ListedAddress begin_group(Lexer& in);
  ListedAddress mailbox(Lexer& in);
  void set_name(ListedAddress& address, std::string_view phrase, std::string_view comment);

  std::string_view list_;
  std::span<char> room_;
  wire::CharsetConverter* other_;
  std::size_t at_ = 0;
  bool in_group_ = false;
};

}  // namespace mailmote::mime
