// Time on the MPS2: SysTick for milliseconds, the board's counter for what one call costs, and a watchdog.
// sys_now(), which lwIP asks for, is here as well.
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

void timer_start(void);
void timer_interrupt(void);  // SysTick's vector

// 25 for each microsecond; wraps after 171 s.
uint32_t timer_ticks(void);
enum { timer_ticks_per_ms = 25000 };

// From now on the image ends unless somebody feeds it that often.
void watchdog_start(uint32_t seconds);
void watchdog_feed(void);

#ifdef __cplusplus
}
#endif
