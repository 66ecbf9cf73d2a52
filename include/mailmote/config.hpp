// Sizes that a firmware may choose: in a file mailmote_config.h of its own, somewhere in the include path. None is
// needed. Features are no macros: what a program does not call is not linked.
#pragma once

#if __has_include(<mailmote_config.h>)
#include <mailmote_config.h>
#endif

// Names that all lwip::Networks may be looking up at a time. lwIP cannot be told to forget one, so one that nobody
// waits for any more keeps its place until lwIP is done with it. Costs 8 octets of RAM each on a 32-bit machine.
#if !defined(MAILMOTE_LWIP_LOOKUPS)
#define MAILMOTE_LWIP_LOOKUPS 4
#endif
