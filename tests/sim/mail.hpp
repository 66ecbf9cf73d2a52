// A message as a server has it: its octets, and where its parts lie in them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dice.hpp"

namespace sim {

struct MailPart {
  std::string type, subtype, encoding, filename;
  std::string decoded;   // what its octets mean
  std::size_t mime = 0;  // where its own header begins
  std::size_t at = 0, size = 0;
};

struct Mail {
  std::string text, subject;
  std::size_t body = 0;  // where it begins
  std::string boundary;  // empty: it has one part, and no header of its own for it
  std::vector<MailPart> parts;

  // As a client hands it over: one part.
  static Mail of(std::string text);
  static Mail rolled(Dice& dice);

  // What stands in BODY[...]: nothing, HEADER, TEXT, HEADER.FIELDS (...), 1, 1.MIME. None if there is no such part.
  std::optional<std::string> section(const std::string& section) const;
  // The field's value, without the space before it; empty if there is none.
  std::string field(const std::string& name) const;
};

bool equal_in_any_case(const std::string& a, const std::string& b);

}  // namespace sim
