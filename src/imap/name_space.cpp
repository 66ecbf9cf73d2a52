// The values of NAMESPACE: three lists of namespaces, or NIL; each namespace (prefix delimiter name (values) ...).
#include <mailmote/imap/name_space.hpp>

#include "delimiter.hpp"

namespace mailmote::imap {

NamespaceField Namespace::read(const Event& e) {
  if (e.kind == Kind::begin) {
    *this = Namespace();
    active_ = e.response == Response::name_space;
  }
  if (!active_ || e.kind != Kind::value) return NamespaceField::none;
  const bool whole = begins_ && e.last;
  begins_ = e.last;

  const std::size_t depth = e.path.size();
  if (depth < 3 || e.path[0] > static_cast<std::uint16_t>(NamespaceKind::shared)) return NamespaceField::none;
  const std::uint16_t position = e.path[2];
  if (depth > 3 && (position < 2 || position % 2 == 0)) return NamespaceField::none;
  kind_ = static_cast<NamespaceKind>(e.path[0]);
  if (position == 0) return NamespaceField::prefix;
  if (position == 1) {
    delimiter_ = whole ? read_delimiter(e) : '\0';
    return NamespaceField::delimiter;
  }
  return position % 2 == 0 ? NamespaceField::extension_name : NamespaceField::extension_value;
}

}  // namespace mailmote::imap
