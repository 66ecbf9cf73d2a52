// Mailbox names on the wire of IMAP: UTF-8 to modified UTF-7 and back (RFC 3501 5.1.3).
//
//   wire::Utf7Encoder encoder{name};                                        // "Entwürfe" -> "Entw&APw-rfe"
//   for (int octet; (octet = encoder.next()) != encoder.end;) send(octet);
//
//   const wire::DecodedName folder = wire::decode_utf7(name, room);         // and back
//
// Every name has one form only: what another form would stand for, two names could be, and is no name. Nothing is
// dropped, and nothing that could end a line is taken or given.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace mailmote::wire {

// Octet by octet: the whole name needs no buffer.
class Utf7Encoder {
 public:
  static constexpr int end = -1;

  // What it can carry: well-formed UTF-8 without NUL, CR and LF.
  static bool takes(std::string_view name);

  // `name`, of which takes() is true, stays the caller's until the last next().
  explicit Utf7Encoder(std::string_view name) : rest_(name) {}

  // The next octet, printable ASCII, or `end`.
  int next();

 private:
  enum class Shift : std::uint8_t { none, ampersand, base64 };  // what the last '&' began

  int digit(unsigned count);
  void take_unit();

  std::string_view rest_;
  std::uint32_t bits_ = 0;  // that are no digit yet, held_ of them
  std::uint8_t held_ = 0;
  Shift shift_ = Shift::none;
  bool halved_ = false;  // the first of two surrogates was taken
};

struct DecodedName {
  std::string_view text;  // lies in the caller's room
  bool valid = false;     // UTF-8 that Utf7Encoder takes; else the octets as they came, whatever they are
  bool cut = false;       // there was more; UTF-8 is cut between two code points
};

// A name in modified UTF-7. One with octets above 127, as RFC 6855 allows and some servers send anyway, is UTF-8
// already.
DecodedName decode_utf7(std::string_view name, std::span<char> into);

}  // namespace mailmote::wire
