// What FETCH asks of a message, and the answer (RFC 3501 6.4.5, 7.4.2).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "imap_arguments.hpp"
#include "inbox.hpp"
#include "mail_part.hpp"

namespace demo {

struct FetchItem {
  // From the envelope on, the mail itself has to be looked at.
  enum class Kind { uid, flags, date, size, envelope, body, structure, content };

  Kind kind = Kind::uid;
  std::string label;  // how the answer names it
  Section section;    // content
  bool sets_seen = false;
  bool partial = false;
  std::uint32_t start = 0, count = 0;
};

// Empty, and `arguments` failed, if something of it is not known. UID is among them where `by_uid`.
std::vector<FetchItem> read_fetch_items(Arguments& arguments, bool by_uid);

// `UID 7 FLAGS (\Seen)`: what stands in the parentheses of the answer.
std::string fetched(const std::vector<FetchItem>& items, std::uint32_t uid, const Mail& mail, const Flags& flags);

}  // namespace demo
