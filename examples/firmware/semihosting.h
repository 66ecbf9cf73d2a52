// What a debugger, or QEMU, does for a program that runs on bare metal: Arm's semihosting, as far as this image needs
// it. Without either of them every call is a fault.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// To the host's console.
void semihosting_write(const char* octets, size_t size);

// The command line, ended by a NUL; false if it does not fit.
bool semihosting_command_line(char* into, size_t size);

// Fills `into` from the beginning of a file of the host's, or of a device; false if it cannot.
bool semihosting_read_file(const char* path, void* into, size_t size);

// Seconds since 1970 UTC.
uint32_t semihosting_time(void);

#ifdef __cplusplus
[[noreturn]]
#else
_Noreturn
#endif
void semihosting_exit(int status);

#ifdef __cplusplus
}
#endif
