// Standard input as a message to append: read to its end first, because the server wants to know the size.
//
// It lies in a temporary file that has no name. A line that ends with LF alone gets its CRLF, which is how lines end on
// the wire; whatever else stands there goes as it is.
#pragma once

#include <cstdint>
#include <cstdio>
#include <mailmote/stream.hpp>
#include <optional>
#include <string_view>

namespace cli {

class Spool final : public mailmote::Source {
 public:
  Spool() = default;
  ~Spool();
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  // False, with the reason in errno, if `input` cannot be read to its end, or the file cannot be written.
  bool fill(std::FILE* input);

  mailmote::IoResult read(std::span<char> into) override;
  std::optional<std::uint64_t> size() const override { return size_; }

 private:
  bool write(std::string_view octets);
  bool add(std::string_view block);

  std::FILE* file_ = nullptr;
  std::uint64_t size_ = 0;
  char before_ = 0;  // the octet that was added last
};

}  // namespace cli
