#include <mailmote/smtp/capabilities.hpp>

#include <cstring>
#include <iterator>

#include <mailmote/wire/ascii.hpp>

namespace mailmote::smtp {

namespace {

// The words that we know: those that begin a line, with what they set, then the mechanisms.
constexpr char known[][11] = {"STARTTLS", "PIPELINING", "8BITMIME", "SIZE", "AUTH", "PLAIN", "LOGIN", "XOAUTH2"};
constexpr bool Capabilities::*flags[] = {&Capabilities::starttls, &Capabilities::pipelining, &Capabilities::eight_bit,
                                         &Capabilities::size, &Capabilities::auth};
constexpr std::uint8_t size_word = 3, auth_word = 4, first_mechanism = std::size(flags);

// Which of them; beyond the last if it is none. NULs stand behind `word`.
std::uint8_t known_word(const char* word) {
  std::uint8_t i = 0;
  while (i != std::size(known) && std::memcmp(known[i], word, sizeof known[i]) != 0) ++i;
  return i;
}

}  // namespace

void Capabilities::reset() {
  starttls = pipelining = eight_bit = size = auth = false;
  mechanisms = {};
  max_size = 0;
  word_ = {};
  length_ = 0;
  keyword_ = no_word;
}

void Capabilities::read(const Event& text) {
  if (text.line == 0) return;  // the server's name and greeting
  for (const char c : text.text) {
    // Blanks end a word, and so does what else cannot be in one. Old servers write "AUTH=PLAIN LOGIN".
    if (static_cast<unsigned char>(c) <= ' ' || (c == '=' && keyword_ == no_word)) {
      end_word(c);
    } else if (length_ <= longest) {
      word_[length_++] = wire::to_upper(c);
    }
  }
  if (!text.last) return;
  end_word(' ');
  keyword_ = no_word;
}

void Capabilities::end_word(char ended_by) {
  if (length_ == 0) return;
  const std::uint8_t word = known_word(word_.data());
  if (keyword_ == no_word) {
    keyword_ = word;
    if (ended_by == '=' && word != auth_word) keyword_ = std::size(known);
    if (keyword_ < first_mechanism) this->*flags[keyword_] = true;
  } else if (keyword_ == size_word) {
    limit();
  } else if (keyword_ == auth_word && word >= first_mechanism && word != std::size(known)) {
    mechanisms.add(static_cast<Mechanism>(word - first_mechanism));
  }
  word_ = {};
  length_ = 0;
}

// Saturates: a limit beyond 64 bits is no limit to us.
void Capabilities::limit() {
  max_size = 0;
  if (length_ > longest) return;
  std::uint64_t n = 0;
  for (const char* at = word_.data(); *at != '\0'; ++at) {
    const auto digit = static_cast<unsigned>(*at - '0');
    if (digit > 9) return;
    const std::uint64_t next = n * 10 + digit;
    n = next / 10 == n ? next : UINT64_MAX;
  }
  max_size = n;
}

}  // namespace mailmote::smtp
