// The values of STATUS: mailbox (name value name value ...).
#include <mailmote/imap/status.hpp>

#include <mailmote/wire/words.hpp>

namespace mailmote::imap {

namespace {

// In the order of StatusField, from messages on.
constexpr auto words = wire::make_words(
    "MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN HIGHESTMODSEQ SIZE DELETED DELETED-STORAGE APPENDLIMIT MAILBOXID ");
constexpr auto first = static_cast<std::uint8_t>(StatusField::messages);

}  // namespace

StatusField StatusReader::read(const Event& e) {
  if (e.kind == Kind::begin) {
    *this = StatusReader();
    active_ = e.response == Response::status;
  }
  const std::size_t depth = e.path.size();
  if (e.kind == Kind::open && depth == 2 && e.path[1] % 2 == 0) value_ = StatusField::other;  // a list is no name
  if (!active_ || e.kind != Kind::value) return StatusField::none;
  if (e.path[0] != 1) return depth == 1 && e.path[0] == 0 ? StatusField::mailbox : StatusField::none;
  if (depth == 1) return StatusField::none;

  if (e.path[1] % 2 == 0) {
    if (depth != 2) return StatusField::none;
    const std::uint8_t index = begins_ && e.last ? words.index(e.bytes) : wire::no_word;
    begins_ = e.last;
    value_ = index == wire::no_word ? StatusField::other : static_cast<StatusField>(first + index);
    return StatusField::item;
  }
  if (value_ == StatusField::other) return value_;
  const std::size_t expected = value_ == StatusField::mailbox_id ? 3 : 2;  // MAILBOXID (F2212ea87)
  return depth == expected ? value_ : StatusField::none;
}

}  // namespace mailmote::imap
