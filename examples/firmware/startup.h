// From reset to main(), and what is known of the stack.
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Octets of the stack that were ever used: it is painted before main() runs.
uint32_t stack_peak(void);
uint32_t stack_size(void);

// An exit status says how the image ended where it was neither the alert's own (sysexits.h) nor 0.
enum {
  status_watchdog = 97,
  status_stopped = 98,
  status_fault = 99,
};

#ifdef __cplusplus
}
#endif
