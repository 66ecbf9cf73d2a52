// SEARCH: what is looked for, and among which messages.
#include <mailmote/imap/search_key.hpp>
#include <mailmote/imap/session.hpp>

namespace mailmote::imap {

Put Session::search(std::span<const SearchKey> keys, Ids answers, std::uint8_t returns, const Range& uids) {
  if (returns != 0 && !capabilities_.has(Capability::esearch)) return Put::unsupported;
  const Put put = begin_command(Command::search, answers);
  if (put != Put::done) return put;
  bool sound = put_search(out_, keys, returns, literals(), quoting());
  if (uids.first != 0) {
    out_.put(" UID ");
    sound = put_range(out_, uids) && sound;
  }
  return end_command(Command::search, sound);
}

}  // namespace mailmote::imap
