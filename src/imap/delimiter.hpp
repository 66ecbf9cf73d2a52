// The hierarchy delimiter of LIST and NAMESPACE.
#pragma once

#include <mailmote/imap/reader.hpp>

namespace mailmote::imap {

// A value of one octet; 0 if it is NIL, or "", which some servers send in place of it.
inline char read_delimiter(const Event& value) {
  return value.form != Form::nil && value.bytes.size() == 1 ? value.bytes[0] : '\0';
}

}  // namespace mailmote::imap
