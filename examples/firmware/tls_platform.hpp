// The machine as Mbed TLS sees it, see tls_platform.cpp.
#pragma once

#include <cstddef>

// Before anything of Mbed TLS is used.
void tls_platform_start();

// For mailmote::mbedtls::Random.
int tls_random(void* context, unsigned char* into, std::size_t size);
