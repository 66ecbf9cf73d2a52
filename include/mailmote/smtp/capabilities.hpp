// What an SMTP server says that it can do, in its answer to EHLO (RFC 5321 4.1.1.1).
//
// Lines come in pieces of any size; a few octets of state find the words in them.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include <mailmote/sasl.hpp>
#include <mailmote/smtp/reader.hpp>

namespace mailmote::smtp {

class Capabilities {
 public:
  bool starttls;           // RFC 3207
  bool pipelining;         // RFC 2920
  bool eight_bit;          // RFC 6152
  bool size;               // RFC 1870
  bool auth;               // RFC 4954, with whatever mechanisms
  Mechanisms mechanisms;   // those of them that we speak
  std::uint64_t max_size;  // octets of one message; 0: not told, or no fixed limit

  // A server of which nothing is known.
  Capabilities() { reset(); }

  // Takes one `text` event of the answer.
  void read(const Event& text);

  // What was learnt is forgotten.
  void reset();

 private:
  void end_word(char ended_by);
  void limit();

  static constexpr std::uint8_t longest = 20;    // digits of a SIZE; a longer word is none that we know
  static constexpr std::uint8_t no_word = 0xFF;  // none yet
  std::array<char, longest + 2> word_;           // in upper case; one octet too many shows that it is too long
  std::uint8_t length_;
  std::uint8_t keyword_;  // which of those that we know the line began with
};

}  // namespace mailmote::smtp
