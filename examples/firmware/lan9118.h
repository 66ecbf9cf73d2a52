// SMSC's LAN9118 as a network interface of lwIP. Polled, without interrupts; frames go straight from lwIP's buffers to
// the chip's queues and back, so the driver has no memory of its own.
#pragma once

#include <lwip/netif.h>
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

// The upper half of the chip's identity: 0x0118 is a LAN9118.
uint16_t lan9118_chip(void);

// For netif_add(), once netif->hwaddr is set.
err_t lan9118_init(struct netif* netif);

// Takes one frame, so that a flood of them holds nobody. False: there was none.
bool lan9118_poll(struct netif* netif);

// Whether the cable is in and somebody is at its other end.
bool lan9118_has_link(void);

#ifdef __cplusplus
}
#endif
