// Response codes: the word in brackets that says what a status means (RFC 3501 7.1, RFC 4315, RFC 5530, RFC 9051).
//
//   imap::CodeReader code;
//   ... for each event of the response: code.read(e);
//   if (code.code() == imap::Code::uid_validity) use(code.number(0));
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include <mailmote/imap/reader.hpp>

namespace mailmote::imap {

enum class Code : std::uint8_t {
  none,
  other,  // one that has no name here
  alert,
  already_exists,
  append_uid,  // numbers: UIDVALIDITY, the first UID
  authentication_failed,
  authorization_failed,
  bad_charset,
  cannot,
  capability,
  client_bug,
  closed,
  contact_admin,
  copy_uid,  // number 0: UIDVALIDITY, 1: the first UID at the target
  corruption,
  expired,
  expunge_issued,
  has_children,
  highest_mod_seq,
  in_use,
  limit,
  mailbox_id,
  modified,
  no_mod_seq,
  no_perm,
  nonexistent,
  not_saved,
  over_quota,
  parse,
  permanent_flags,
  privacy_required,
  read_only,
  read_write,
  referral,
  server_bug,
  too_big,
  try_create,
  uid_next,
  uid_not_sticky,
  uid_validity,
  unavailable,
  unknown_cte,
  unseen,
  use_attr,
};

// The code that a word names, in any case.
Code code_named(std::string_view word);
// Likewise, of the few that a session acts on itself: UIDVALIDITY, UIDNEXT, READ-ONLY, READ-WRITE, CAPABILITY, and
// ALERT. Any other is Code::other.
Code session_code_named(std::string_view word);
// As it is sent: "UIDVALIDITY". Empty for none and other.
std::string_view name(Code code);

// The code of one status response, and the numbers in it.
class CodeReader {
 public:
  // Takes every event of the response, its begin first. `named`: one of the functions above.
  void read(const Event& e, Code (*named)(std::string_view word) = code_named);

  Code code() const { return code_; }
  // UIDVALIDITY, UIDNEXT, UNSEEN: number(0). APPENDUID, COPYUID: number(0) is the UIDVALIDITY; number(1) the first UID
  // of the (last) set: what the new message got. 0 where there is none.
  std::uint32_t number(std::size_t index) const { return numbers_[index]; }

 private:
  void count(std::string_view piece, std::size_t index);

  std::array<std::uint32_t, 2> numbers_{};
  Code code_ = Code::none;
  bool in_code_ = false;
  bool begins_ = true;     // the next piece is the first of its value
  bool counting_ = false;  // digits still belong to the number
};

}  // namespace mailmote::imap
