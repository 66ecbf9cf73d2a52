// The values of LIST, LSUB and XLIST: (attributes) delimiter mailbox (extended data).
#include <mailmote/imap/list.hpp>

#include <mailmote/wire/words.hpp>

#include "delimiter.hpp"

namespace mailmote::imap {

namespace {

// In the order of Attribute. Behind them what Gmail's XLIST calls All, Flagged and Junk.
constexpr auto words = wire::make_words(
    "\\NOINFERIORS \\NOSELECT \\MARKED \\UNMARKED \\HASCHILDREN \\HASNOCHILDREN \\NONEXISTENT \\SUBSCRIBED \\REMOTE "
    "\\ALL \\ARCHIVE \\DRAFTS \\FLAGGED \\JUNK \\SENT \\TRASH \\IMPORTANT \\INBOX \\ALLMAIL \\STARRED \\SPAM ");
constexpr Attribute of_xlist[] = {Attribute::all, Attribute::flagged, Attribute::junk};
constexpr auto last = static_cast<std::uint8_t>(Attribute::inbox);

}  // namespace

ListField List::read(const Event& e) {
  if (e.kind == Kind::begin) {
    *this = List();
    active_ = e.response == Response::list || e.response == Response::lsub || e.response == Response::xlist;
  }
  if (!active_ || e.kind != Kind::value) return ListField::none;
  const bool whole = begins_ && e.last;
  begins_ = e.last;

  const std::size_t depth = e.path.size();
  switch (e.path[0]) {
    case 0:
      if (depth != 2) return ListField::none;
      if (whole) add(e.bytes);
      return ListField::attribute;
    case 1:
      if (depth != 1) return ListField::none;
      delimiter_ = whole ? read_delimiter(e) : '\0';
      return ListField::delimiter;
    case 2: return depth == 1 ? ListField::mailbox : ListField::none;
    case 3:
      if (depth == 1) return ListField::none;
      if (e.path[1] % 2 != 0) return ListField::extended_value;
      return depth == 2 ? ListField::extended_name : ListField::none;
    default: return ListField::none;
  }
}

inline void List::add(std::string_view attribute) {
  const std::uint8_t index = words.index(attribute);
  if (index == wire::no_word) return;
  attributes_.add(index <= last ? static_cast<Attribute>(index) : of_xlist[index - last - 1]);
  if (attributes_.has(Attribute::nonexistent)) attributes_.add(Attribute::noselect);
  if (attributes_.has(Attribute::noinferiors)) attributes_.add(Attribute::has_no_children);
}

}  // namespace mailmote::imap
