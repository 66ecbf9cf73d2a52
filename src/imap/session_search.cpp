// SEARCH: what is looked for, and among which messages.
#include <mailmote/imap/search_key.hpp>
#include <mailmote/imap/session.hpp>

namespace mailmote::imap {

Put Session::search(std::span<const SearchKey> keys, Ids answers) {
  begin_command(Command::search, answers);
  put_search(out_, keys, forms());
  return end_command();
}

Put Session::search(std::span<const SearchKey> keys, Ids answers, std::uint8_t returns, const Range& uids) {
  if (returns != 0 && !capabilities_.has(Capability::esearch)) return Put::unsupported;
  begin_command(Command::search, answers);
  put_returns(out_, returns);
  put_search(out_, keys, forms());
  if (uids.first != 0) put_range(out_.put(" UID "), uids);
  return end_command();
}

}  // namespace mailmote::imap
