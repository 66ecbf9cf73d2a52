// The header of a mail: fields and their parameters (RFC 5322 2.2, RFC 2045 5.1). Views point into the mail.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace demo {

using Parameters = std::vector<std::pair<std::string, std::string>>;

// `text` up to `end`, or all of it; what follows `end` stays in `text`.
std::string_view take_until(std::string_view& text, std::string_view end);

std::string_view trim(std::string_view text);

// Header and body; the header with the empty line that ends it.
std::pair<std::string_view, std::string_view> split_mail(std::string_view mail);

// The first field of the header, its name and its line end included; takes it away. Empty: no field is left.
std::string_view take_field(std::string_view& head);

// The value of a field, continuation lines and all; empty if there is none. The case of `name` does not count.
std::string_view field(std::string_view head, std::string_view name);

// Without line ends.
std::string unfold(std::string_view value);

// Encoded words as UTF-8 (RFC 2047), by Mailmote.
std::string decode_words(std::string_view value);

// `value; name=value; name="value"`: what stands in front, and the parameters.
struct Structured {
  std::string value;
  Parameters parameters;
};
Structured read_structured(std::string_view value);

// Empty if there is none.
std::string_view parameter(const Parameters& parameters, std::string_view name);

}  // namespace demo
