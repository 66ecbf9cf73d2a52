// Where this system keeps the certificates of those that it trusts.
#pragma once

namespace mailmote::posix {

// `ca_file` if there is one, else what SSL_CERT_FILE names, else the first bundle that the system has; null if it has
// none.
const char* find_roots(const char* ca_file);

}  // namespace mailmote::posix
