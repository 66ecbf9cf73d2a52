// A message from standard input: read to its end before it is sent, because a server wants to know the size, and half a
// message is none.
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
  // The same in pieces.
  bool begin();
  bool add(std::string_view block);
  bool finish();  // now it can be read

  mailmote::IoResult read(std::span<char> into) override;
  std::optional<std::uint64_t> size() const override { return size_; }

 private:
  bool write(std::string_view octets);

  std::FILE* file_ = nullptr;
  std::uint64_t size_ = 0;
  char before_ = 0;  // the octet that was added last
};

}  // namespace cli
