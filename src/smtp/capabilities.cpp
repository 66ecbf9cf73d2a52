#include <mailmote/smtp/capabilities.hpp>

#include <mailmote/wire/ascii.hpp>

namespace mailmote::smtp {

namespace {

// The words that we know, and what they set.
struct Known {
  char word[11];
  bool Capabilities::*flag;
};
constexpr Known known[] = {
    {"STARTTLS", &Capabilities::starttls},  {"PIPELINING", &Capabilities::pipelining},
    {"8BITMIME", &Capabilities::eight_bit}, {"SIZE", &Capabilities::size},
    {"AUTH", &Capabilities::auth},
};

}  // namespace

void Capabilities::reset() { *this = Capabilities(); }

void Capabilities::read(const Event& text) {
  if (text.line == 0) return;  // the server's name and greeting
  for (const char c : text.text) {
    // Old servers write "AUTH=PLAIN LOGIN".
    if (wire::is_blank(c) || (c == '=' && keyword_ == Keyword::none && wire::equals_any_case(word(), "AUTH"))) {
      end_word();
    } else if (length_ <= longest) {
      word_[length_++] = c;  // one octet too many shows that it is too long
    }
  }
  if (!text.last) return;
  end_word();
  keyword_ = Keyword::none;
}

void Capabilities::end_word() {
  if (length_ == 0) return;
  const std::string_view ended = word();
  const bool fits = length_ <= longest;
  length_ = 0;
  if (keyword_ == Keyword::none) {
    keyword_ = Keyword::other;
    if (fits) keyword(ended);
  } else if (fits && keyword_ == Keyword::auth) {
    if (const auto mechanism = mechanism_named(ended)) mechanisms.add(*mechanism);
  } else if (fits && keyword_ == Keyword::size) {
    limit(ended);
  }
}

void Capabilities::keyword(std::string_view ended) {
  for (const Known& k : known)
    if (wire::equals_any_case(ended, k.word)) this->*k.flag = true;
  if (wire::equals_any_case(ended, "SIZE")) keyword_ = Keyword::size;
  if (wire::equals_any_case(ended, "AUTH")) keyword_ = Keyword::auth;
}

// Saturates: a limit beyond 64 bits is no limit to us.
void Capabilities::limit(std::string_view digits) {
  std::uint64_t n = 0;
  for (const char c : digits) {
    if (!wire::is_digit(c)) return;
    const auto digit = static_cast<unsigned>(c - '0');
    static_assert(UINT64_MAX % 10 == 5);
    const bool fits = n <= UINT64_MAX / 10 - (digit > 5 ? 1 : 0);
    n = fits ? n * 10 + digit : UINT64_MAX;
  }
  max_size = n;
}

}  // namespace mailmote::smtp
