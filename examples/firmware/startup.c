// Reset: memory as C expects it, then main(), whose result is the exit status. Everything that should not happen ends
// the image with a word about where it happened.
#include "startup.h"

#include <stdbool.h>

#include "semihosting.h"
#include "timer.h"

// By the linker script.
extern uint32_t stack_begin[], stack_end[];
extern uint32_t data_begin[], data_end[], bss_begin[], bss_end[];
extern const uint32_t data_in_flash[];
extern void (*const constructors_begin[])(void);
extern void (*const constructors_end[])(void);

int main(void);
_Noreturn void reset(void);  // where the linker script says that the image begins

static const uint32_t paint = 0xA5A5A5A5;
static const uint32_t words_in_use = 32;  // by reset() and what it calls to paint

static void paint_stack(void) {
  const uint32_t* const here = (const uint32_t*)__builtin_frame_address(0) - words_in_use;
  for (uint32_t* word = stack_begin; word < here; ++word) *word = paint;
}

uint32_t stack_peak(void) {
  const uint32_t* word = stack_begin;
  while (word < stack_end && *word == paint) ++word;
  return (uint32_t)(stack_end - word) * sizeof *word;
}

uint32_t stack_size(void) { return (uint32_t)(stack_end - stack_begin) * sizeof *stack_begin; }

static void fill_memory(void) {
  const uint32_t* from = data_in_flash;
  for (uint32_t* to = data_begin; to < data_end;) *to++ = *from++;
  for (uint32_t* to = bss_begin; to < bss_end;) *to++ = 0;
}

_Noreturn void reset(void) {
  paint_stack();
  fill_memory();
  for (void (*const* construct)(void) = constructors_begin; construct < constructors_end; ++construct) (*construct)();
  semihosting_exit(main());
}

static void put(const char* text) {
  size_t size = 0;
  while (text[size] != '\0') ++size;
  semihosting_write(text, size);
}

static void put_hex(const char* name, uint32_t value) {
  char text[] = " 0x00000000";
  for (unsigned digit = sizeof text - 2; value != 0; value >>= 4) text[digit--] = "0123456789abcdef"[value & 0xF];
  put(name);
  put(text);
}

// What the processor pushed when the exception struck; not there if the stack itself was the reason.
static bool is_on_stack(const uint32_t* frame) { return frame >= stack_begin && frame + 8 <= stack_end; }

__attribute__((used)) static _Noreturn void report(const uint32_t* frame, uint32_t exception) {
  static const uint32_t nmi = 2;
  put(exception == nmi ? "watchdog: nobody fed it" : "fault: exception");
  if (exception != nmi) put_hex("", exception);
  if (is_on_stack(frame)) {
    put_hex(", pc", frame[6]);
    put_hex(", lr", frame[5]);
  } else {
    put(", the stack is full");
  }
  put_hex(", CFSR", *(const volatile uint32_t*)0xE000ED28);
  put("\n");
  semihosting_exit(exception == nmi ? status_watchdog : status_fault);
}

// A fresh stack to report on: the old one may be the trouble, and nobody returns to it.
__attribute__((naked)) static void unexpected(void) {
  __asm volatile(
      "mov r0, sp\n"
      "mrs r1, ipsr\n"
      "ldr sp, =stack_end\n"
      "b report\n");
}

typedef void (*Vector)(void);

// The processor's own exceptions, no interrupt of a device: all are polled.
__attribute__((section(".vectors"), used)) static const Vector vectors[16] = {
    (Vector)stack_end,  // the stack pointer begins here
    reset,
    unexpected,  // NMI: the watchdog
    unexpected,  // hard fault
    unexpected,  // memory management
    unexpected,  // bus fault
    unexpected,  // usage fault
    0,
    0,
    0,
    0,
    unexpected,  // SVCall
    unexpected,  // debug monitor
    0,
    unexpected,  // PendSV
    timer_interrupt,
};
