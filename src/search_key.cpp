// The names of search keys, and what belongs together in a row of them.
#include <mailmote/search_key.hpp>

#include <iterator>

#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/words.hpp>

namespace mailmote {

namespace {

// In the order of SearchTerm.
constexpr auto names = wire::make_words(
    "ALL ANSWERED BCC BEFORE BODY CC DELETED DRAFT FLAGGED FROM HEADER KEYWORD LARGER NEW NOT OLD ON OR RECENT SEEN "
    "SENTBEFORE SENTON SENTSINCE SINCE SMALLER SUBJECT TEXT TO UID UNANSWERED UNDELETED UNDRAFT UNFLAGGED UNKEYWORD "
    "UNSEEN   ");

// Likewise: t text, k keyword, f field and text, d date, o octets, s set, q keys, n none.
constexpr char arguments[] = "nntdttnnntfkonqndqnnddddotttsnnnnknsq";
constexpr std::string_view letters = "tkfdosqn";  // in the order of SearchArgument

static_assert(std::size(arguments) == static_cast<std::size_t>(SearchTerm::group) + 2);

}  // namespace

std::string_view name(SearchTerm term) { return names.at(static_cast<std::uint8_t>(term)); }

SearchTerm search_term_named(std::string_view name) {
  const std::uint8_t index = names.index(name);
  return index == wire::no_word ? SearchTerm::number : static_cast<SearchTerm>(index);
}

SearchArgument argument_of(SearchTerm term) {
  return static_cast<SearchArgument>(letters.find(arguments[static_cast<std::size_t>(term)]));
}

std::size_t SearchKey::operands() const {
  switch (term) {
    case SearchTerm::negate: return 1;
    case SearchTerm::either: return 2;
    case SearchTerm::group: return number;
    default: return joined ? 1 : 0;
  }
}

std::size_t SearchNesting::take(const SearchKey& key) {
  if (due_ == 0) due_ = 1;
  --due_;
  if (key.term == SearchTerm::group && fits()) ends_[depth_++] = static_cast<std::uint16_t>(due_);
  due_ += key.operands();
  std::size_t ended = 0;
  for (; depth_ != 0 && ends_[depth_ - 1] == due_; --depth_) ++ended;
  return ended;
}

bool is_complete(std::span<const SearchKey> keys) {
  SearchNesting nesting;
  const SearchKey* before = nullptr;
  if (keys.size() > UINT16_MAX) return false;
  for (const SearchKey& key : keys) {
    if (before != nullptr && before->joined && key.term != before->term) return false;
    if (key.joined && argument_of(key.term) != SearchArgument::set) return false;
    if (key.term == SearchTerm::group && (key.number == 0 || key.number > keys.size() || !nesting.fits())) return false;
    nesting.take(key);
    if (nesting.due() > keys.size()) return false;
    before = &key;
  }
  return before != nullptr && nesting.due() == 0;
}

bool is_beyond_ascii(std::span<const SearchKey> keys) {
  for (const SearchKey& key : keys)
    if (!wire::is_ascii(key.text)) return true;
  return false;
}

}  // namespace mailmote
