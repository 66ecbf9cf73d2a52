#include "qemu_only.h"

#include "lan9118.h"
#include "semihosting.h"

#if !defined(QEMU_STAND_INS)
#error \
    "This is neither a random source nor a clock: a real board brings its own. See README.md, For a board of your own"
#endif

bool qemu_is_here(void) {
  static const uint32_t an385 = 0x41043850;
  const uint32_t board = *(const volatile uint32_t*)0x4002FFFC;  // SCC_ID of the MPS2
  return board == an385 && lan9118_chip() == 0x0118;
}

int refuse_to_run(void) {
  static const char why[] = "refused: this is not QEMU's mps2-an385, and the random source and the clock are QEMU's\n";
  semihosting_write(why, sizeof why - 1);
  return 70;
}

bool qemu_only_random(void* into, size_t size) {
  return qemu_is_here() && semihosting_read_file("/dev/urandom", into, size);
}

uint32_t qemu_only_clock(void) { return qemu_is_here() ? semihosting_time() : 0; }
