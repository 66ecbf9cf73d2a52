// UTF-8 to modified UTF-7: printable ASCII stands for itself, all else is UTF-16 in base64 digits between '&' and '-'.
#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/base64.hpp>
#include <mailmote/wire/utf7.hpp>
#include <mailmote/wire/utf8.hpp>

namespace mailmote::wire {

bool Utf7Encoder::takes(std::string_view name) {
  for (const char c : name)
    if (c == '\0' || c == '\r' || c == '\n') return false;
  return is_utf8(name);
}

int Utf7Encoder::next() {
  if (held_ >= 6) return digit(6);
  const bool more = !rest_.empty();
  const bool printable = more && is_printable(rest_.front());
  if (shift_ == Shift::base64 && more && !printable) {
    take_unit();
    return digit(6);
  }
  if (held_ != 0) return digit(held_);
  if (shift_ != Shift::none) {
    shift_ = Shift::none;
    return '-';
  }
  if (!more) return end;
  if (!printable) {
    shift_ = Shift::base64;
    return '&';
  }
  const char c = rest_.front();
  rest_.remove_prefix(1);
  if (c == '&') shift_ = Shift::ampersand;
  return c;
}

// Of the bits that wait, the first `count`; the last digit of all is filled up with zeros.
int Utf7Encoder::digit(unsigned count) {
  held_ = static_cast<std::uint8_t>(held_ - count);
  const char c = base64_digit(bits_ >> held_ << (6 - count));
  return c == '/' ? ',' : c;
}

// 16 bits more: a code point, or one of its two surrogates.
void Utf7Encoder::take_unit() {
  const std::uint8_t size = utf8_front(rest_).size;
  std::uint32_t unit = utf8_point({rest_.data(), size});
  const bool pair = unit > 0xffff;
  if (pair) unit = halved_ ? 0xdc00U | (unit & 0x3ffU) : 0xd7c0U + (unit >> 10);  // 0xd800 + ((unit - 0x10000) >> 10)
  halved_ = pair && !halved_;
  if (!halved_) rest_.remove_prefix(size);
  bits_ = bits_ << 16 | unit;
  held_ = static_cast<std::uint8_t>(held_ + 16);
}

}  // namespace mailmote::wire
