// Every object of lwIP's from malloc(), so that a sanitizer sees who uses one that is gone. -Dlwip_options=<this
// folder>
#ifndef HEAP_LWIPOPTS_H
#define HEAP_LWIPOPTS_H

#include "../config/lwipopts.h"

#define MEM_LIBC_MALLOC 1
#define MEMP_MEM_MALLOC 1
#undef MEM_SANITY_CHECK
#undef MEMP_OVERFLOW_CHECK
#undef MEMP_SANITY_CHECK

#endif
