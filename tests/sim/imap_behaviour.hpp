// What an IMAP server of the simulation is like: what it offers, how it says things, whom it refuses, and what it does
// wrong, once.
#pragma once

#include <cstdint>
#include <string>

#include "dice.hpp"

namespace sim {

enum class ImapMisdeed : std::uint8_t {
  none,
  hang_up,      // in place of an answer
  half_answer,  // and hangs up
  silence,      // from here on
  bye,          // and hangs up
  wrong_tag,
  twice,     // the answer, and again
  plus,      // "+", unasked
  garbage,   // octets of any kind
  nonsense,  // a line that is no response
  bare_line_feed,
  endless,        // untagged data for ever
  flood,          // 3,000 responses, and then the answer
  drip,           // an octet every second
  injection,      // octets behind the answer to STARTTLS
  early_ok,       // to a literal, before it has come
  idle_over,      // ends IDLE unasked
  expunge_storm,  // more messages go than there are
  // Of answers that carry data.
  other_message,      // the FETCH of another one
  no_data,            // "OK", and nothing before it
  literal_huge,       // more than anybody has, and a little of it
  literal_too_large,  // for any number
  literal_short,      // it announces more than it sends
  literal_long,       // and less
};

struct ImapBehaviour {
  bool implicit_tls = false;
  bool starttls = true;
  bool logindisabled = false;  // but for mechanisms
  bool preauth = false;
  std::string mechanisms = "PLAIN LOGIN XOAUTH2";
  std::string more_in_clear;                             // what it offers before TLS, and behind it no longer
  std::string extensions;                                // once the user is in
  bool tells_in_greeting = true, tells_at_login = true;  // capabilities, unasked
  bool sasl_ir = true;
  std::string literals;  // LITERAL+, LITERAL-, or neither
  bool refuses_login = false;
  bool refuses_literals = false;  // but for those of a login
  std::size_t refuses_in = 0;     // one command in so many; 0: none
  std::size_t others_in = 0;      // other clients do something before one command in so many; 0: never
  bool others_expunge = false;
  bool keeps_expunged = false;  // what another client expunged can be read until the client is told
  // Forms, all of them legal.
  std::size_t literal_in = 4;  // one string in so many is a literal
  bool lower_case = false;
  bool bare_plus = false;       // "+" without its space
  bool silent_texts = false;    // "A1 OK" and nothing more
  bool codes = false;           // ones that nobody knows
  bool separate_flags = false;  // a FETCH of its own for the flags
  bool sloppy = false;          // spaces where none belong, as QQ and its kind have them
  bool swaps = false;           // the answers to commands that came together
  bool chatty = false;          // untagged OK and NO, ALERTs

  ImapMisdeed misdeed = ImapMisdeed::none;
  std::size_t misdeed_at = 0;  // at the first answer behind so many that it fits

  // `honest`: it refuses nothing, nobody takes messages away, and nothing is wrong.
  static ImapBehaviour rolled(Dice& dice, bool honest);
  std::string text() const;
};

}  // namespace sim
