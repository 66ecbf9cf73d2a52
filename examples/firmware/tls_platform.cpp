// What Mbed TLS asks of the machine: time, and octets that nobody can guess.
#include <lwip/sys.h>
#include <mbedtls/platform_time.h>
#include <mbedtls/platform_util.h>
#include <mbedtls/psa_util.h>
#include <psa/crypto.h>

#include <ctime>

#include <mailmote/network.hpp>

#include "clock.hpp"
#include "qemu_only.h"
#include "tls_platform.hpp"

namespace {

// A clock that nobody set shows 1970, and then no certificate is valid yet.
mbedtls_time_t now(mbedtls_time_t* into) {
  const std::int64_t clock = clock_now();
  const mbedtls_time_t seconds = clock == mailmote::Network::unknown_time ? 0 : static_cast<mbedtls_time_t>(clock);
  if (into != nullptr) *into = seconds;
  return seconds;
}

}  // namespace

void tls_platform_start() { mbedtls_platform_set_time(now); }

int tls_random(void*, unsigned char* into, std::size_t size) { return qemu_only_random(into, size) ? 0 : -1; }

extern "C" {

mbedtls_ms_time_t mbedtls_ms_time() { return sys_now(); }

std::tm* mbedtls_platform_gmtime_r(const mbedtls_time_t* time, std::tm* into) { return gmtime_r(time, into); }

psa_status_t mbedtls_psa_external_get_random(mbedtls_psa_external_random_context_t*, std::uint8_t* into,
                                             std::size_t size, std::size_t* filled) {
  if (!qemu_only_random(into, size)) return PSA_ERROR_INSUFFICIENT_ENTROPY;
  *filled = size;
  return PSA_SUCCESS;
}

}  // extern "C"
