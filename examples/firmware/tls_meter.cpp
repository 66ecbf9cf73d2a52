// The linker leads the functions below of Mbed TLS through here (-Wl,--wrap), where they are timed: nothing else has to
// know.
#include "tls_meter.hpp"

#include <mbedtls/ssl.h>

#include <array>

#include "console.hpp"
#include "meter.hpp"
#include "timer.h"
#include "tls_memory.hpp"

namespace {

constexpr std::uint32_t worth_a_line = timer_ticks_per_ms;

// A state of the handshake in which Mbed TLS computed for long.
struct Operation {
  int state;
  std::uint32_t ticks;
};

// Of the last handshake.
struct {
  std::array<Operation, 12> operations;
  std::size_t count;
  std::uint32_t begun;
  std::uint32_t ticks;
  std::uint32_t computing;  // ticks of all operations
  std::uint32_t steady;     // octets of the arena, once it was over
  const char* version;
  const char* suite;
} shake;

void note(Operation operation) {
  shake.computing += operation.ticks;
  if (operation.ticks < worth_a_line || shake.count == shake.operations.size()) return;
  shake.operations[shake.count++] = operation;
}

void note_end(const mbedtls_ssl_context& ssl) {
  shake.ticks = timer_ticks() - shake.begun;
  shake.steady = tls_memory().used;
  shake.version = mbedtls_ssl_get_version(&ssl);
  shake.suite = mbedtls_ssl_get_ciphersuite(&ssl);
}

std::string_view name(int state) {
  switch (state) {
    case MBEDTLS_SSL_CLIENT_HELLO: return "writing client hello";
    case MBEDTLS_SSL_SERVER_HELLO: return "reading server hello";
    case MBEDTLS_SSL_SERVER_CERTIFICATE: return "checking certificate";
    case MBEDTLS_SSL_SERVER_KEY_EXCHANGE: return "checking server key exchange";
    case MBEDTLS_SSL_CLIENT_KEY_EXCHANGE: return "writing client key exchange";
    case MBEDTLS_SSL_CERTIFICATE_VERIFY: return "checking certificate verify";
    default: return "another state";
  }
}

}  // namespace

extern "C" int __real_mbedtls_ssl_handshake_step(mbedtls_ssl_context* ssl);
extern "C" int __wrap_mbedtls_ssl_handshake_step(mbedtls_ssl_context* ssl) {
  ++cryptographic_calls;
  const int state = ssl->MBEDTLS_PRIVATE(state);
  const std::uint32_t begin = timer_ticks();
  const int code = __real_mbedtls_ssl_handshake_step(ssl);
  note({state, timer_ticks() - begin});
  if (mbedtls_ssl_is_handshake_over(ssl) != 0) note_end(*ssl);
  return code;
}

// Mbed TLS's own loop, which would call the step without a watch.
extern "C" int __wrap_mbedtls_ssl_handshake(mbedtls_ssl_context* ssl) {
  int code = 0;
  while (code == 0 && mbedtls_ssl_is_handshake_over(ssl) == 0) code = __wrap_mbedtls_ssl_handshake_step(ssl);
  return code;
}

extern "C" int __real_mbedtls_ssl_setup(mbedtls_ssl_context* ssl, const mbedtls_ssl_config* config);
extern "C" int __wrap_mbedtls_ssl_setup(mbedtls_ssl_context* ssl, const mbedtls_ssl_config* config) {
  ++cryptographic_calls;
  shake = {};
  shake.begun = timer_ticks();
  return __real_mbedtls_ssl_setup(ssl, config);
}

extern "C" int __real_mbedtls_ssl_read(mbedtls_ssl_context* ssl, unsigned char* into, std::size_t size);
extern "C" int __wrap_mbedtls_ssl_read(mbedtls_ssl_context* ssl, unsigned char* into, std::size_t size) {
  ++cryptographic_calls;
  return __real_mbedtls_ssl_read(ssl, into, size);
}

extern "C" int __real_mbedtls_ssl_write(mbedtls_ssl_context* ssl, const unsigned char* from, std::size_t size);
extern "C" int __wrap_mbedtls_ssl_write(mbedtls_ssl_context* ssl, const unsigned char* from, std::size_t size) {
  ++cryptographic_calls;
  return __real_mbedtls_ssl_write(ssl, from, size);
}

void say_tls_figures() {
  if (shake.version != nullptr) {
    say("tls", shake.version);
    say("cipher-suite", shake.suite);
    say("handshake-ms", shake.ticks / timer_ticks_per_ms);
    say("arena-steady", shake.steady);
  }
  const TlsMemory memory = tls_memory();
  say("arena-used", memory.used);
  say("arena-peak", memory.peak);
  say("arena-blocks", memory.peak_blocks);
  say("arena-needed", memory.needed);
  say("arena-size", memory.size);
}

void say_handshake_steps() {
  say("handshake", shake.computing);
  for (std::size_t i = 0; i < shake.count; ++i) {
    say("handshake-state", name(shake.operations[i].state));
    say("handshake-step", shake.operations[i].ticks);
  }
}
