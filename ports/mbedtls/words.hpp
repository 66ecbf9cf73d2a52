// Text put together in a buffer of the caller's: what does not fit is left out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace mailmote::mbedtls {

class Words {
 public:
  explicit Words(std::span<char> into) : into_(into) {}

  Words& put(std::string_view text) {
    const std::size_t left = into_.size() - used_;
    const std::size_t n = text.size() < left ? text.size() : left;
    if (n != 0) std::memcpy(into_.data() + used_, text.data(), n);
    used_ += n;
    return *this;
  }

  // Foreign octets: printable ASCII stays, all else becomes '?', and `most` of them are enough.
  Words& put_foreign(std::string_view octets, std::size_t most) {
    for (std::size_t i = 0; i < octets.size() && i < most; ++i) {
      const char shown = octets[i] >= ' ' && octets[i] <= '~' ? octets[i] : '?';
      put({&shown, 1});
    }
    if (octets.size() > most) put("...");
    return *this;
  }

  // `digits` digits at least, zeros in front.
  Words& put_number(std::uint32_t value, int digits = 1) { return put_digits(value, 10, digits); }
  Words& put_hex(std::uint32_t value, int digits) { return put_digits(value, 16, digits); }

  std::string_view text() const { return {into_.data(), used_}; }

 private:
  Words& put_digits(std::uint32_t value, std::uint32_t base, int digits) {
    char reversed[10];
    int n = 0;
    for (; value != 0 || n < digits; value /= base) reversed[n++] = "0123456789abcdef"[value % base];
    while (n > 0) put({&reversed[--n], 1});
    return *this;
  }

  std::span<char> into_;
  std::size_t used_ = 0;
};

}  // namespace mailmote::mbedtls
