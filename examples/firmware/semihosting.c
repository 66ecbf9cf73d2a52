#include "semihosting.h"

// Numbers of Arm's "Semihosting for AArch32 and AArch64".
enum {
  sys_open = 0x01,
  sys_close = 0x02,
  sys_write0 = 0x04,
  sys_read = 0x06,
  sys_time = 0x11,
  sys_get_command_line = 0x15,
  sys_exit_extended = 0x20,
};

static intptr_t call(intptr_t operation, const void* argument) {
  register intptr_t r0 __asm("r0") = operation;
  register const void* r1 __asm("r1") = argument;
  __asm volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
  return r0;
}

// SYS_WRITE0 takes text that a NUL ends, so octets go out in pieces.
void semihosting_write(const char* octets, size_t size) {
  char piece[65];
  while (size != 0) {
    size_t count = 0;
    while (count < size && count < sizeof piece - 1) {
      piece[count] = octets[count];
      ++count;
    }
    piece[count] = '\0';
    call(sys_write0, piece);
    octets += count;
    size -= count;
  }
}

bool semihosting_command_line(char* into, size_t size) {
  const struct {
    char* text;
    size_t size;
  } block = {into, size};
  return call(sys_get_command_line, &block) == 0;
}

static intptr_t open_binary(const char* path) {
  size_t size = 0;
  while (path[size] != '\0') ++size;
  const struct {
    const char* path;
    intptr_t mode;
    size_t size;
  } block = {path, 1, size};  // 1: "rb"
  return call(sys_open, &block);
}

bool semihosting_read_file(const char* path, void* into, size_t size) {
  const intptr_t file = open_binary(path);
  if (file == -1) return false;
  const struct {
    intptr_t file;
    void* into;
    size_t size;
  } block = {file, into, size};
  const intptr_t missing = call(sys_read, &block);
  call(sys_close, &file);
  return missing == 0;
}

uint32_t semihosting_time(void) { return (uint32_t)call(sys_time, 0); }

_Noreturn void semihosting_exit(int status) {
  const struct {
    uint32_t reason;
    int status;
  } block = {0x20026, status};  // ADP_Stopped_ApplicationExit
  for (;;) call(sys_exit_extended, &block);
}
