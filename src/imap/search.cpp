// The values of SEARCH: 2 3 6 (MODSEQ 917).
#include <mailmote/imap/search.hpp>

#include <mailmote/wire/ascii.hpp>

namespace mailmote::imap {

SearchField Search::read(const Event& e) {
  if (e.kind == Kind::begin) {
    *this = Search();
    active_ = e.response == Response::search;
  }
  if (!active_) return SearchField::none;
  const std::size_t depth = e.path.size();
  if (e.kind != Kind::value) {
    if (depth == 2) mod_seq_ = false;  // a list is no name
    return SearchField::none;
  }
  if (depth == 1) return SearchField::number;
  if (depth != 2) return SearchField::none;
  if (e.path[1] % 2 != 0) return mod_seq_ ? SearchField::mod_seq : SearchField::other;
  mod_seq_ = begins_ && e.last && wire::equals_any_case(e.bytes, "MODSEQ");
  begins_ = e.last;
  return SearchField::item;
}

}  // namespace mailmote::imap
