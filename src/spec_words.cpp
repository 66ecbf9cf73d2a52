// Each list is one string, its words ended by NUL: the smallest table there is, and it needs no relocation.
#include "spec_words.hpp"

#include <mailmote/wire/ascii.hpp>

namespace mailmote::spec {
namespace {

// In the order of Switch.
constexpr char words[] =
    "ssl\0tls\0tls-sslv23\0tryssl\0notls\0novalidate-cert\0norsh\0debug\0loser\0secure\0readonly\0anonymous\0"
    "validate-cert\0"
    "imap\0pop3\0nntp\0smtp\0submit\0"
    "user\0authuser\0auth\0service\0";

// Another name, and the word that it stands for.
constexpr char aliases[] =
    "starttls\0tls\0"
    "pop\0pop3\0"
    "imap2\0imap\0"
    "imap2bis\0imap\0"
    "imap4\0imap\0"
    "imap4rev1\0imap\0";

// What words of other programs begin with, and what says it here.
constexpr char foreign[] =
    "imaps\0imap/ssl\0"
    "pop3s\0pop3/ssl\0"
    "pops\0pop3/ssl\0"
    "smtps\0smtp/ssl\0"
    "nntps\0nntp/ssl\0"
    "submission\0submit\0"
    "tls1\0ssl\0"
    "tlsv\0ssl\0"
    "sslv\0ssl\0"
    "nossl\0notls\0"
    "nostarttls\0notls\0"
    "noverify\0novalidate-cert\0"
    "xoauth\0auth=xoauth2\0"
    "oauth\0auth=xoauth2\0"
    "login\0auth=login\0"
    "plain\0auth=plain\0"
    "examine\0readonly\0";

// Walks a list.
class Words {
 public:
  explicit Words(const char* list) : at_(list) {}
  // The next word; empty at the end.
  std::string_view next() {
    const std::string_view word(at_);
    at_ += word.size() + 1;
    return word;
  }

 private:
  const char* at_;
};

// Edit distance with neighbours swapped (optimal string alignment), in halves of an edit so that what fingers do
// comes first: 2 for a letter too many or too few or a swapped pair, 3 for a wrong one. Both are at most longest_word.
unsigned distance(std::string_view a, std::string_view b) {
  std::uint8_t rows[3][longest_word + 1];
  std::uint8_t *before = rows[0], *above = rows[1], *row = rows[2];
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = static_cast<std::uint8_t>(2 * j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<std::uint8_t>(2 * i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const char left = wire::to_lower(a[i - 1]);
      const char right = wire::to_lower(b[j - 1]);
      unsigned best = above[j - 1] + (left == right ? 0U : 3U);
      if (above[j] + 2U < best) best = above[j] + 2U;
      if (row[j - 1] + 2U < best) best = row[j - 1] + 2U;
      const bool swapped = i > 1 && j > 1 && left == wire::to_lower(b[j - 2]) && wire::to_lower(a[i - 2]) == right;
      if (swapped && before[j - 2] + 2U < best) best = before[j - 2] + 2U;
      row[j] = static_cast<std::uint8_t>(best);
    }
    std::uint8_t* const oldest = before;
    before = above;
    above = row;
    row = oldest;
  }
  return above[b.size()];
}

// Remembers the nearest of the candidates that it is shown.
class Nearest {
 public:
  explicit Nearest(std::string_view word) : word_(word), bound_(word.size() <= 5 ? 4U : 6U) {}

  void consider(std::string_view candidate) {
    if (word_.size() < 2 || word_.size() > longest_word) return;
    const bool begins = word_.size() > 2 && wire::starts_any_case(candidate, word_);
    const unsigned far = begins ? 3 : distance(word_, candidate);
    if (far >= bound_) return;
    bound_ = far;
    found_ = candidate;
  }
  std::string_view found() const { return found_; }

 private:
  std::string_view word_;
  std::string_view found_;
  unsigned bound_;  // nearer than this
};

// The word that `name` is another name for, or `name`.
std::string_view without_alias(std::string_view name) {
  Words list(aliases);
  for (std::string_view alias = list.next(); !alias.empty(); alias = list.next()) {
    const std::string_view word = list.next();
    if (wire::equals_any_case(name, alias)) return word;
  }
  return name;
}

}  // namespace

std::string_view spelling(Switch s) {
  Words list(words);
  for (unsigned i = 0; i < static_cast<unsigned>(s); ++i) list.next();
  return list.next();
}

std::optional<Switch> find_switch(std::string_view name) {
  name = without_alias(name);
  Words list(words);
  unsigned i = 0;
  for (std::string_view word = list.next(); !word.empty(); word = list.next(), ++i)
    if (wire::equals_any_case(name, word)) return static_cast<Switch>(i);
  return std::nullopt;
}

std::string_view near_switch(std::string_view word) {
  Words others(foreign);
  for (std::string_view begins = others.next(); !begins.empty(); begins = others.next()) {
    const std::string_view meant = others.next();
    if (wire::starts_any_case(word, begins)) return meant;
  }
  Nearest nearest(word);
  for (const char* const list : {words, aliases}) {
    Words candidates(list);
    for (std::string_view name = candidates.next(); !name.empty(); name = candidates.next()) nearest.consider(name);
  }
  return nearest.found();
}

std::string_view near_service(std::string_view word) {
  const std::optional<Switch> known = find_switch(word);
  if (known && is_service(*known)) return spelling(*known);
  Nearest nearest(word);
  for (unsigned i = static_cast<unsigned>(Switch::imap); i <= static_cast<unsigned>(Switch::submit); ++i)
    nearest.consider(spelling(static_cast<Switch>(i)));
  return nearest.found();
}

std::string_view near_mechanism(std::string_view word) {
  if (wire::starts_any_case(word, "oauth")) return name(Mechanism::xoauth2);
  Nearest nearest(word);
  for (const Mechanism m : all_mechanisms) nearest.consider(name(m));
  return nearest.found();
}

}  // namespace mailmote::spec
