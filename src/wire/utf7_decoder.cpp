// Modified UTF-7 to UTF-8. Whatever Utf7Encoder would not write is refused, and comes back as it is.
#include <cstring>

#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/base64.hpp>
#include <mailmote/wire/utf7.hpp>
#include <mailmote/wire/utf8.hpp>

namespace mailmote::wire {
namespace {

constexpr bool is_printable(char32_t point) { return point >= 0x20 && point < 0x7f; }
constexpr bool is_never(char32_t point) { return point == '\0' || point == '\r' || point == '\n'; }

// What is left of a name, and of the room for it.
class Utf7Decoder {
 public:
  Utf7Decoder(std::string_view name, std::span<char> into)
      : at_(name.data()), end_(name.data() + name.size()), into_(into) {}

  bool decode();
  DecodedName result() const { return {{into_.data(), size_}, true, cut_}; }

 private:
  bool decode_base64();
  bool take_unit(char32_t unit);
  void put(char32_t point);

  const char* at_;
  const char* end_;
  std::span<char> into_;
  std::size_t size_ = 0;
  char32_t first_ = 0;  // of two surrogates
  bool cut_ = false;
};

bool Utf7Decoder::decode() {
  const char* shifted = nullptr;  // where base64 ended last: no other may begin, it would have been one with it
  while (at_ != end_) {
    const char c = *at_++;
    if (is_control(c)) return false;
    if (c != '&' || (at_ != end_ && *at_ == '-')) {
      put(static_cast<char32_t>(c));
      if (c == '&') ++at_;
    } else {
      if (at_ - 1 == shifted || !decode_base64()) return false;
      shifted = at_;
    }
  }
  return true;
}

// Up to its '-', which is taken, too.
bool Utf7Decoder::decode_base64() {
  std::uint32_t bits = 0;
  unsigned held = 0;
  while (at_ != end_) {
    const char c = *at_++;
    if (c == '-') return held < 6 && (bits & ((1U << held) - 1)) == 0 && first_ == 0;
    const unsigned digit = c == '/' ? 64 : base64_value(c == ',' ? '/' : c);
    if (digit > 63) return false;
    bits = bits << 6 | digit;
    held += 6;
    if (held < 16) continue;
    held -= 16;
    if (!take_unit(bits >> held & 0xffffU)) return false;
  }
  return false;
}

// 16 bits of UTF-16. What stands for itself may not stand in base64, and what no name holds, nowhere.
bool Utf7Decoder::take_unit(char32_t unit) {
  const char32_t half = unit >> 10;  // of surrogates: 0x36 the first, 0x37 the second
  if ((half == 0x37) != (first_ != 0)) return false;
  if (half == 0x36) {
    first_ = unit;
    return true;
  }
  if (first_ != 0) unit += (first_ << 10) - ((0xd800U << 10) + 0xdc00U - 0x10000U);
  first_ = 0;
  put(unit);
  return !is_printable(unit) && !is_never(unit);
}

// A code point goes in whole or not at all; after the first that does not fit, none does.
void Utf7Decoder::put(char32_t point) {
  char octets[4];
  const std::size_t size = put_utf8(point, octets);
  cut_ = cut_ || size > into_.size() - size_;
  if (cut_) return;
  std::memcpy(into_.data() + size_, octets, size);
  size_ += size;
}

// The name as it came. Of UTF-8, no code point is divided.
DecodedName as_it_is(std::string_view name, std::span<char> into, bool utf8) {
  const bool cut = name.size() > into.size();
  std::size_t size = cut ? into.size() : name.size();
  while (utf8 && cut && (static_cast<unsigned char>(name[size]) & 0xc0U) == 0x80) --size;
  if (size != 0) std::memcpy(into.data(), name.data(), size);
  return {{into.data(), size}, utf8, cut};
}

}  // namespace

DecodedName decode_utf7(std::string_view name, std::span<char> into) {
  const bool ascii = is_ascii(name);
  Utf7Decoder decoder(name, into);
  if (ascii && decoder.decode()) return decoder.result();
  return as_it_is(name, into, !ascii && Utf7Encoder::takes(name));
}

}  // namespace mailmote::wire
