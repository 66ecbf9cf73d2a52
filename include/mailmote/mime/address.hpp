// Mailboxes as people write them, one after another: "ops@plant.example, Zoë <zoe@plant.example>".
//
//   mime::AddressReader reader{list};
//   for (auto a = reader.next(); a.kind == mime::Address::Kind::mailbox; a = reader.next()) use(a);
//
// Views into the list; nothing is copied. What could be read in two ways is refused: an address ends up
// on the wire, and a second one must not hide in it. So an address is plain (RFC 5321 4.1.2): no space, no
// angle, no comment and no source route, not even within quotes; groups are not for people to write either.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mailmote::mime {

struct Address {
  enum class Kind : std::uint8_t { mailbox, end, refused };
  enum class Reason : std::uint8_t {
    none,
    control_octet,    // CR, LF, NUL or another; a tab may stand where a space may
    no_at,            // no @, or no domain behind it
    empty_local,      // nothing before the @
    local_octet,      // an octet that does not stand there in a local part
    local_too_long,   // more than 64 octets
    domain_octet,     // an octet that does not stand there in a domain
    domain_too_long,  // more than 255 octets, or a label of more than 63
    not_ascii,        // the address needs SMTPUTF8
    unclosed_quote,
    unclosed_angle,
    trailing_text,  // something behind the address
    group,          // "name: a, b;"
    comment,        // "(text)"
    empty,          // nothing between two commas, or behind the last one
    name_too_long,  // a display name of more than 255 octets
    missing,        // no mailbox where there must be one; AddressReader never says so
  };

  Kind kind = Kind::end;
  Reason reason = Reason::none;
  bool quoted = false;            // display_name was one quoted string: a backslash quotes the octet behind it
  std::uint16_t offset = 0;       // refused: of the offending octet in the list, 65535 at most
  std::string_view display_name;  // as written, without the quotes round it
  std::string_view path;          // local@domain
};

class AddressReader {
 public:
  static constexpr std::size_t max_name = 255;
  static constexpr std::size_t max_local = 64;    // RFC 5321 4.5.3.1.1
  static constexpr std::size_t max_domain = 255;  // RFC 5321 4.5.3.1.2
  static constexpr std::size_t max_label = 63;    // RFC 1035 2.3.4

  explicit AddressReader(std::string_view list) : list_(list) {}

  // After `refused` it answers the same for ever, and likewise after `end`.
  Address next();

  // What is behind the mailbox that came last, and the comma behind it.
  std::string_view rest() const { return {list_.data() + at_, list_.size() - at_}; }

 private:
  enum class State : std::uint8_t { begin, behind_comma, over };

  Address refuse(Address::Reason reason, std::size_t at);
  Address mailbox(std::size_t begin, std::size_t name_end);

  std::string_view list_;
  std::size_t at_ = 0;  // over: of the offending octet
  State state_ = State::begin;
  Address::Reason refusal_ = Address::Reason::none;
};

}  // namespace mailmote::mime
