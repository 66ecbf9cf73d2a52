// The parts of a mail as a tree (RFC 2045, RFC 2046), and the octets that IMAP's sections name (RFC 3501 6.4.5).
//
// A Part's views point into the mail, which must outlive it. Parts that stand too deep, or have no boundary, are taken
// for plain octets.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail_text.hpp"

namespace demo {

struct Part {
  std::string_view head;  // with the empty line that ends it
  std::string_view body;
  std::string type, subtype;  // in capitals
  Parameters parameters;
  std::string encoding;
  Structured disposition;
  std::vector<Part> children;  // of a multipart; of a message/rfc822, the one message in it

  bool is_multipart() const { return type == "MULTIPART"; }
  bool is_message() const { return type == "MESSAGE" && subtype == "RFC822"; }
};

Part read_part(std::string_view mail);

// What stands in the brackets of BODY[1.2.HEADER.FIELDS (DATE FROM)].
struct Section {
  std::vector<std::uint32_t> path;
  std::string what;  // empty, HEADER, HEADER.FIELDS, HEADER.FIELDS.NOT, TEXT or MIME
  std::vector<std::string> fields;
};

// Nothing if there is no such part.
std::optional<std::string> octets(const Part& mail, const Section& section);

}  // namespace demo
