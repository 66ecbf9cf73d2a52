// What we ask of a certificate that Mbed TLS has parsed: is it for this host, what is wrong with it, whose is it?
#pragma once

#include <mbedtls/x509_crt.h>

#include <cstdint>
#include <span>
#include <string_view>

#include "host_name.hpp"

namespace mailmote::mbedtls {

// Whether its subjectAltName holds `host`.
bool names_host(const mbedtls_x509_crt& certificate, const HostName& host);

// MBEDTLS_X509_BADCERT_ bits as CertificateFault bits. `clock` is seconds since 1970 by this device.
std::uint8_t certificate_faults(std::uint32_t flags, std::int64_t clock);

// "issued to mail.example by Example CA, valid 2026-01-01 to 2026-12-31, sha256:40f6...": 200 octets at most,
// printable.
std::string_view describe(const mbedtls_x509_crt& certificate, std::span<char> into);

}  // namespace mailmote::mbedtls
