// SEARCH: keys become a question that every message answers (RFC 3501 6.4.4).
//
// The keys for flags, numbers, UIDs, sizes, addresses, the subject and the text, with NOT, OR and parentheses. Dates
// are not among them.
#pragma once

#include <cstdint>
#include <functional>

#include "imap_arguments.hpp"
#include "inbox.hpp"

namespace demo {

struct Candidate {
  std::uint32_t number, uid;
  std::uint32_t largest_number, largest_uid;  // what a star means
  const Mail& mail;
  const Flags& flags;
};

using Question = std::function<bool(const Candidate&)>;

// `arguments` has failed if a key is not known.
Question read_search(Arguments& arguments);

}  // namespace demo
