#include "timer.h"

#include <lwip/sys.h>

enum { clock_hz = 25000000 };  // of the processor, and of the devices

typedef volatile uint32_t Register;

static struct {
  Register control;
  Register reload;
  Register current;
}* const systick = (void*)0xE000E010;

static const Register* const board_counter = (const Register*)0x40028018;

static struct {
  Register load;
  Register value;
  Register control;
  Register clear;
}* const watchdog = (void*)0x40008000;

static volatile uint32_t milliseconds;

void timer_interrupt(void) { milliseconds = milliseconds + 1; }

u32_t sys_now(void) { return milliseconds; }

void timer_start(void) {
  systick->reload = clock_hz / 1000 - 1;
  systick->current = 0;
  systick->control = 7;  // by the processor's clock, with interrupt, on
}

uint32_t timer_ticks(void) { return *board_counter; }

// Reaching zero it raises the NMI, and at the second time it resets the board.
void watchdog_start(uint32_t seconds) {
  watchdog->load = seconds * clock_hz;
  watchdog->control = 3;
}

void watchdog_feed(void) { watchdog->clear = 1; }
