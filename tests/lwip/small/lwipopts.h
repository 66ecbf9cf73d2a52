// As little as lwIP can do with: a segment in each direction and one more, for two hosts. -Dlwip_options=<this folder>
#ifndef SMALL_LWIPOPTS_H
#define SMALL_LWIPOPTS_H

#include "../config/lwipopts.h"

#undef MEM_SIZE
#undef MEMP_NUM_TCP_SEG
#undef PBUF_POOL_SIZE
#undef PBUF_POOL_BUFSIZE
#undef TCP_MSS
#undef TCP_SND_QUEUELEN

#define MEM_SIZE (8 * 1024)
#define MEMP_NUM_TCP_SEG 12
#define PBUF_POOL_SIZE 8
#define PBUF_POOL_BUFSIZE 640
#define TCP_MSS 536
#define TCP_SND_QUEUELEN 8

// lwIP keeps a segment that came out of order without a look at the window: one that fills it and has a FIN fails an
// assertion when its turn comes ("ooseq tcplen > rcv_wnd"; without assertions the window wraps).
#define TCP_QUEUE_OOSEQ 0

#undef TCP_WND
#undef TCP_SND_BUF
#define TCP_WND (2 * TCP_MSS)
#define TCP_SND_BUF (2 * TCP_MSS)

#endif
