// The values of ESEARCH: (TAG "A1") UID MIN 2 ALL 2,4:7.
#include <mailmote/imap/search.hpp>
#include <mailmote/wire/words.hpp>

namespace mailmote::imap {

namespace {

// In the order of SearchField, from min on; UID has no value.
constexpr auto words = wire::make_words("MIN MAX COUNT ALL MODSEQ TAG UID ");
constexpr auto first = static_cast<std::uint8_t>(SearchField::min);
constexpr std::uint8_t word_uid = 6;
static_assert(first + word_uid == static_cast<std::uint8_t>(SearchField::tag) + 1);

}  // namespace

SearchField Esearch::read(const Event& e) {
  if (e.kind == Kind::begin) {
    *this = Esearch();
    active_ = e.response == Response::esearch;
  }
  if (!active_) return SearchField::none;
  return e.path.size() > 1 ? in_list(e) : in_line(e);
}

// First of all (TAG "A1"), then such values as PARTIAL (1:10 NIL).
SearchField Esearch::in_list(const Event& e) {
  if (e.kind != Kind::value) {
    value_ = SearchField::other;  // a list is no name
    return SearchField::none;
  }
  if (e.path[0] != 0) return SearchField::other;
  if (e.path.size() != 2) return SearchField::none;
  if (e.path[1] % 2 == 0) return name(e);
  return value_ == SearchField::tag ? value_ : SearchField::other;
}

// Names and values in turn.
SearchField Esearch::in_line(const Event& e) {
  if (e.path.empty() || (e.path[0] == 0 && e.kind != Kind::value)) return SearchField::none;  // what opens is no name
  if (value_next_) {
    value_next_ = e.kind == Kind::open || (e.kind == Kind::value && !e.last);
    if (e.kind != Kind::value) return SearchField::none;
    return value_ == SearchField::tag ? SearchField::other : value_;
  }
  if (e.kind != Kind::value) return SearchField::none;
  const bool was_uid = uid_;
  const SearchField field = name(e);
  value_next_ = e.last && uid_ == was_uid;
  return field;
}

SearchField Esearch::name(const Event& e) {
  const std::uint8_t index = begins_ && e.last ? words.index(e.bytes) : wire::no_word;
  begins_ = e.last;
  uid_ = uid_ || index == word_uid;
  value_ = index < word_uid ? static_cast<SearchField>(first + index) : SearchField::other;
  return SearchField::item;
}

}  // namespace mailmote::imap
