// Holds lwIP's core lock as long as it lives. Without an operating system there is no other thread, and nothing to
// hold.
#pragma once

#include <lwip/opt.h>
#if !NO_SYS
#include <lwip/tcpip.h>
#endif

#if !NO_SYS && !LWIP_TCPIP_CORE_LOCKING
#error "Mailmote calls lwIP from your own threads: set LWIP_TCPIP_CORE_LOCKING to 1"
#endif
#if !LWIP_TCP || !LWIP_CALLBACK_API
#error "Mailmote takes lwIP's raw callbacks: set LWIP_TCP and LWIP_CALLBACK_API to 1"
#endif

namespace mailmote::lwip {

class CoreLock {
 public:
#if NO_SYS
  CoreLock() {}
  ~CoreLock() {}
#else
  CoreLock() { LOCK_TCPIP_CORE(); }
  ~CoreLock() { UNLOCK_TCPIP_CORE(); }
#endif
  CoreLock(const CoreLock&) = delete;
  CoreLock& operator=(const CoreLock&) = delete;
};

}  // namespace mailmote::lwip
