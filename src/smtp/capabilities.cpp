#include <mailmote/smtp/capabilities.hpp>

#include <mailmote/wire/ascii.hpp>

namespace mailmote::smtp {

namespace {

// Saturates: a limit beyond 64 bits is no limit to us.
std::uint64_t number(std::string_view digits) {
  std::uint64_t n = 0;
  for (const char c : digits) {
    if (!wire::is_digit(c)) return 0;
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (n > (UINT64_MAX - digit) / 10) return UINT64_MAX;
    n = n * 10 + digit;
  }
  return n;
}

}  // namespace

void Capabilities::read(const Event& text) {
  if (text.line == 0) return;  // the server's name and greeting
  for (const char c : text.text) {
    // Old servers write "AUTH=PLAIN LOGIN".
    const bool old_form = c == '=' && keyword_ == Keyword::none && wire::equals_any_case(word(), "AUTH");
    if (wire::is_blank(c) || old_form) {
      end_word();
    } else if (length_ < longest) {
      word_[length_++] = c;
    } else {
      length_ = longest + 1;
    }
  }
  if (!text.last) return;
  end_word();
  keyword_ = Keyword::none;
}

void Capabilities::end_word() {
  if (length_ == 0) return;
  if (length_ > longest) {
    length_ = 0;
    if (keyword_ == Keyword::none) keyword_ = Keyword::other;
    return;
  }
  if (keyword_ == Keyword::none) {
    keyword();
  } else if (keyword_ == Keyword::auth) {
    if (const auto mechanism = mechanism_named(word())) mechanisms.add(*mechanism);
  } else if (keyword_ == Keyword::size) {
    max_size = number(word());
  }
  length_ = 0;
}

void Capabilities::keyword() {
  const auto is = [this](std::string_view name) { return wire::equals_any_case(word(), name); };
  keyword_ = Keyword::other;
  if (is("STARTTLS")) {
    starttls = true;
  } else if (is("PIPELINING")) {
    pipelining = true;
  } else if (is("8BITMIME")) {
    eight_bit = true;
  } else if (is("SIZE")) {
    size = true;
    keyword_ = Keyword::size;
  } else if (is("AUTH")) {
    auth = true;
    keyword_ = Keyword::auth;
  }
}

}  // namespace mailmote::smtp
