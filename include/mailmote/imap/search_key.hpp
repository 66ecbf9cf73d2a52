// SEARCH: a row of keys as the server reads it (RFC 3501 6.4.4, RFC 4731).
//
//   const SearchKey keys[] = {key::unseen(), key::from("Jörg")};
//   put_search(out, keys, literal_plus);     // CHARSET UTF-8 UNSEEN FROM {5+}...
#pragma once

#include <cstdint>
#include <span>

#include <mailmote/imap/command.hpp>
#include <mailmote/search_key.hpp>

namespace mailmote::imap {

namespace key = mailmote::key;
using mailmote::SearchKey;

// What a server with ESEARCH is to tell of the messages found, in place of all of them. Bits.
enum SearchReturn : std::uint8_t {
  return_min = 1,
  return_max = 2,
  return_count = 4,
  return_all = 8,  // as a sequence set
};

// What stands behind "SEARCH ", `forms`: TextForm bits. Refuses a row that is not complete, and keys of which something
// cannot be carried: a text that is not UTF-8 or holds NUL, a keyword or field that is no atom, a day that does not
// exist, a number 0.
void put_search(Outbox& out, std::span<const SearchKey> keys, std::uint8_t forms);

// "RETURN (MIN COUNT) ", in front of the keys. `returns`: SearchReturn bits, no others; 0: nothing is put.
void put_returns(Outbox& out, std::uint8_t returns);

}  // namespace mailmote::imap
