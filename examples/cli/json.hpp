// One JSON object (RFC 8259), written as it grows. Names are ours; values may be any octets: one that is not part of
// well-formed UTF-8 becomes U+FFFD.
//
//   Json object;
//   object.text("host", host).number("port", 993).flag("ssl", true);
//   std::puts(object.line().c_str());
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace cli {

class Json {
 public:
  Json& text(std::string_view name, std::string_view value);
  Json& number(std::string_view name, std::int64_t value);
  Json& flag(std::string_view name, bool value);
  Json& texts(std::string_view name, std::span<const std::string> values);
  Json& null(std::string_view name);
  Json& text_or_null(std::string_view name, std::string_view value);  // null if it is empty

  // The whole object, without a line end.
  std::string line() const { return "{" + members_ + "}"; }

 private:
  Json& member(std::string_view name);
  std::string members_;
};

}  // namespace cli
