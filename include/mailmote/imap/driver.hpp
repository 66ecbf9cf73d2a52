// IMAP, as a mailbox speaks it: `Mailbox box{network, memory, {imap::driver}};`
#pragma once

#include <mailmote/driver.hpp>

namespace mailmote::imap {

extern const DriverEntry driver;

}  // namespace mailmote::imap
