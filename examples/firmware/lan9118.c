#include "lan9118.h"

#include <lwip/etharp.h>
#include <netif/ethernet.h>
#include <stdint.h>

// The data sheet's names and numbers.
static volatile uint32_t* const chip = (volatile uint32_t*)0x40200000;

enum {
  rx_data = 0x00,
  tx_data = 0x20,
  rx_status = 0x40,
  tx_status = 0x48,
  id_rev = 0x50,
  byte_test = 0x64,
  tx_cfg = 0x70,
  hw_cfg = 0x74,
  rx_fifo_inf = 0x7C,
  tx_fifo_inf = 0x80,
  mac_csr_cmd = 0xA4,
  mac_csr_data = 0xA8,
};

// Behind mac_csr_cmd.
enum { mac_cr = 1, mac_addrh = 2, mac_addrl = 3, mii_acc = 6, mii_data = 7 };

enum { octets_of_crc = 4, longest_frame = 1518 };

static const uint32_t csr_busy = 1u << 31, csr_read = 1u << 30;

_Static_assert(PBUF_POOL_BUFSIZE >= longest_frame + 2, "a frame, in whole words, lies in one buffer");

static uint32_t get(uint32_t address) { return chip[address / 4]; }
static void put(uint32_t address, uint32_t value) { chip[address / 4] = value; }

static void command_mac(uint32_t command) {
  put(mac_csr_cmd, csr_busy | command);
  while ((get(mac_csr_cmd) & csr_busy) != 0) continue;
}

static void put_mac(uint32_t address, uint32_t value) {
  put(mac_csr_data, value);
  command_mac(address);
}

static uint32_t get_mac(uint32_t address) {
  command_mac(csr_read | address);
  return get(mac_csr_data);
}

static uint32_t get_phy(uint32_t address) {
  static const uint32_t internal_phy = 1u << 11, mii_busy = 1;
  put_mac(mii_acc, internal_phy | address << 6 | mii_busy);
  while ((get_mac(mii_acc) & mii_busy) != 0) continue;
  return get_mac(mii_data);
}

uint16_t lan9118_chip(void) { return (uint16_t)(get(id_rev) >> 16); }

bool lan9118_has_link(void) {
  static const uint32_t basic_status = 1, link = 1u << 2;
  return (get_phy(basic_status) & link) != 0;
}

// The chip takes words, lwIP's buffers end anywhere.
static void put_octets(const struct pbuf* frame) {
  uint32_t word = 0;
  unsigned filled = 0;
  for (const struct pbuf* part = frame; part != NULL; part = part->next) {
    const uint8_t* const octets = part->payload;
    for (unsigned i = 0; i < part->len; ++i) {
      word |= (uint32_t)octets[i] << filled;
      filled += 8;
      if (filled < 32) continue;
      put(tx_data, word);
      word = filled = 0;
    }
  }
  if (filled != 0) put(tx_data, word);
}

// What became of frames sent before is not of interest, but has to be taken from the queue.
static void drop_tx_status(void) {
  for (uint32_t waiting = get(tx_fifo_inf) >> 16 & 0xFF; waiting != 0; --waiting) get(tx_status);
}

static err_t send(struct netif* netif, struct pbuf* frame) {
  static const uint32_t first_segment = 1u << 13, last_segment = 1u << 12;
  static const uint32_t octets_of_commands = 8, octets_to_align = 4;
  LWIP_UNUSED_ARG(netif);
  drop_tx_status();
  const uint32_t length = frame->tot_len;
  const uint32_t room = get(tx_fifo_inf) & 0xFFFF;
  if (length > longest_frame || room < length + octets_of_commands + octets_to_align) return ERR_MEM;
  put(tx_data, first_segment | last_segment | length);
  put(tx_data, length << 16 | length);  // the upper half is a tag of ours, which status would show
  put_octets(frame);
  return ERR_OK;
}

static uint32_t words_of(uint32_t octets) { return (octets + 3) / 4; }

// Word by word: QEMU's chip does not skip a frame's octets when RX_DP_CTRL asks for it, and all later frames are
// garbage.
static void discard(uint32_t words) {
  while (words-- != 0) get(rx_data);
}

static void receive(struct netif* netif, uint32_t length) {
  const uint32_t words = words_of(length);
  struct pbuf* const frame = pbuf_alloc(PBUF_RAW, (u16_t)(words * 4), PBUF_POOL);
  if (frame == NULL) {
    discard(words);
    return;
  }
  uint32_t* const into = frame->payload;
  for (uint32_t i = 0; i < words; ++i) into[i] = get(rx_data);
  pbuf_realloc(frame, (u16_t)(length - octets_of_crc));
  if (netif->input(frame, netif) != ERR_OK) pbuf_free(frame);
}

bool lan9118_poll(struct netif* netif) {
  static const uint32_t error_summary = 1u << 15;
  if ((get(rx_fifo_inf) >> 16 & 0xFF) == 0) return false;
  const uint32_t status = get(rx_status);
  const uint32_t length = status >> 16 & 0x3FFF;
  const bool is_good = (status & error_summary) == 0 && length > octets_of_crc && length <= longest_frame;
  if (is_good) {
    receive(netif, length);
  } else {
    discard(words_of(length));
  }
  return true;
}

static void start(const uint8_t* address) {
  static const uint32_t must_be_one = 1u << 20, tx_queue_kib = 5u << 16;
  static const uint32_t full_duplex = 1u << 20, transmit = 1u << 3, receive_frames = 1u << 2;
  put(hw_cfg, must_be_one | tx_queue_kib);
  put(tx_cfg, 1u << 1);  // transmitter on
  put_mac(mac_addrl, address[0] | address[1] << 8 | address[2] << 16 | (uint32_t)address[3] << 24);
  put_mac(mac_addrh, address[4] | (uint32_t)address[5] << 8);
  put_mac(mac_cr, full_duplex | transmit | receive_frames);
}

err_t lan9118_init(struct netif* netif) {
  if (get(byte_test) != 0x87654321) return ERR_IF;
  start(netif->hwaddr);
  netif->name[0] = 'e';
  netif->name[1] = 'n';
  netif->mtu = 1500;
  netif->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET;
  netif->output = etharp_output;
  netif->linkoutput = send;
  return ERR_OK;
}
