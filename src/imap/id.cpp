// The values of ID: one list of names and values in turn.
#include <mailmote/imap/id.hpp>

namespace mailmote::imap {

IdField Id::read(const Event& e) {
  if (e.kind == Kind::begin) active_ = e.response == Response::id;
  if (!active_ || e.kind != Kind::value || e.path.size() != 2 || e.path[0] != 0) return IdField::none;
  return e.path[1] % 2 == 0 ? IdField::name : IdField::value;
}

}  // namespace mailmote::imap
