// lwIP as it is with an operating system, on no more than one thread: its core lock is a flag, and whoever calls lwIP
// without it, or takes it twice, ends the test. -Dlwip_options=<this folder>
#ifndef LOCKED_LWIPOPTS_H
#define LOCKED_LWIPOPTS_H

#include "../config/lwipopts.h"

#undef NO_SYS
#define NO_SYS 0
#define LWIP_TCPIP_CORE_LOCKING 1
#define PBUF_POOL_FREE_OOSEQ 0  // lwIP would hand that to its thread
#define LWIP_ASSERT_CORE_LOCKED() lwip_check_core_lock()

#ifdef __cplusplus
extern "C" {
#endif
void lwip_check_core_lock(void);
#ifdef __cplusplus
}
#endif

#endif
