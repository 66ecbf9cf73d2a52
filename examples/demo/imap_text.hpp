// What IMAP answers are made of: strings, flags, dates (RFC 3501 9).
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace demo {

// System flags are spelled as in RFC 3501 2.3.2: see canonical_flag().
using Flags = std::set<std::string>;

// Quoted, or a literal where quotes would not do.
std::string imap_string(std::string_view text);
// NIL for nothing.
std::string imap_nstring(std::string_view text);
// As it is where it is a word.
std::string imap_astring(std::string_view text);
std::string imap_literal(std::string_view octets);

std::string canonical_flag(std::string_view flag);
std::string imap_flags(const Flags& flags);

// `" 1-Jan-2024 00:00:00 +0000"`, with the quotes, of seconds since 1970.
std::string imap_date(std::int64_t seconds);
// The seconds of such a date, given without the quotes.
std::optional<std::int64_t> read_imap_date(std::string_view text);

}  // namespace demo
