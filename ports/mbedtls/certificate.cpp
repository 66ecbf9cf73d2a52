#include "certificate.hpp"

#include <mbedtls/asn1.h>
#include <mbedtls/md.h>
#include <mbedtls/oid.h>

#include <array>
#include <cstddef>
#include <cstring>

#include <mailmote/fault.hpp>
#include <mailmote/network.hpp>

#include "words.hpp"

namespace mailmote::mbedtls {
namespace {

// RFC 5280 4.2.1.6, GeneralName. Mbed TLS 2.28 lists these raw entries too, though it only compares dNSName.
constexpr int dns_name = MBEDTLS_ASN1_CONTEXT_SPECIFIC | 2;
constexpr int ip_address = MBEDTLS_ASN1_CONTEXT_SPECIFIC | 7;

constexpr std::size_t max_shown_name = 40;

std::string_view octets(const mbedtls_asn1_buf& buffer) {
  return {reinterpret_cast<const char*>(buffer.p), buffer.len};
}

bool entry_names(const mbedtls_x509_buf& entry, const HostName& host) {
  if (host.kind == HostName::Kind::name) return entry.tag == dns_name && dns_name_matches(octets(entry), host.text);
  return entry.tag == ip_address && address_matches(octets(entry), host);
}

std::string_view first_dns_name(const mbedtls_x509_crt& certificate) {
  for (const mbedtls_x509_sequence* at = &certificate.subject_alt_names; at != nullptr; at = at->next)
    if (at->buf.p != nullptr && at->buf.tag == dns_name) return octets(at->buf);
  return {};
}

bool is_common_name(const mbedtls_asn1_buf& oid) {
  constexpr std::string_view common_name = MBEDTLS_OID_AT_CN;
  return oid.p != nullptr && octets(oid) == common_name;
}

// The last CN is the most specific one. A name without a CN shows its last part.
std::string_view common_name(const mbedtls_x509_name& name) {
  std::string_view found;
  bool is_cn = false;
  for (const mbedtls_x509_name* at = &name; at != nullptr; at = at->next) {
    if (at->val.p == nullptr || (is_cn && !is_common_name(at->oid))) continue;
    found = octets(at->val);
    is_cn = is_common_name(at->oid);
  }
  return found;
}

void put_name(Words& words, std::string_view name) {
  if (name.empty()) {
    words.put("nobody");
  } else {
    words.put_foreign(name, max_shown_name);
  }
}

void put_date(Words& words, const mbedtls_x509_time& date) {
  words.put_number(static_cast<std::uint32_t>(date.year), 4).put("-");
  words.put_number(static_cast<std::uint32_t>(date.mon), 2).put("-");
  words.put_number(static_cast<std::uint32_t>(date.day), 2);
}

void put_fingerprint(Words& words, const mbedtls_x509_crt& certificate) {
  std::array<unsigned char, 32> digest{};
  const mbedtls_md_info_t* const sha256 = mbedtls_md_info_from_type(MBEDTLS_MD_SHA256);
  if (sha256 == nullptr || mbedtls_md(sha256, certificate.raw.p, certificate.raw.len, digest.data()) != 0) return;
  words.put(", sha256:");
  for (const unsigned char octet : digest) words.put_hex(octet, 2);
}

}  // namespace

bool names_host(const mbedtls_x509_crt& certificate, const HostName& host) {
  if (host.kind == HostName::Kind::invalid) return false;
  for (const mbedtls_x509_sequence* at = &certificate.subject_alt_names; at != nullptr; at = at->next)
    if (at->buf.p != nullptr && entry_names(at->buf, host)) return true;
  return false;
}

std::uint8_t certificate_faults(std::uint32_t flags, std::int64_t clock) {
  struct Row {
    std::uint32_t flags;
    CertificateFault fault;
  };
  static constexpr Row rows[] = {
      {MBEDTLS_X509_BADCERT_EXPIRED, cert_expired},
      {MBEDTLS_X509_BADCERT_FUTURE, cert_not_yet_valid},
      {MBEDTLS_X509_BADCERT_CN_MISMATCH, cert_wrong_host},
      {MBEDTLS_X509_BADCERT_NOT_TRUSTED, cert_unknown_issuer},
      {MBEDTLS_X509_BADCERT_REVOKED, cert_revoked},
      {MBEDTLS_X509_BADCERT_BAD_MD | MBEDTLS_X509_BADCERT_BAD_PK | MBEDTLS_X509_BADCERT_BAD_KEY, cert_weak},
  };
  constexpr std::uint32_t no_verdict = 0xFFFFFFFF;  // Mbed TLS's answer when it had to give up
  if (flags == no_verdict) return cert_other;

  unsigned result = 0;
  for (const Row& row : rows) {
    if ((flags & row.flags) != 0) result |= row.fault;
    flags &= ~row.flags;
  }
  if (flags != 0) result |= cert_other;
  if ((result & cert_not_yet_valid) != 0 && clock < Network::clock_floor) result |= cert_clock_unset;
  return static_cast<std::uint8_t>(result);
}

std::string_view describe(const mbedtls_x509_crt& certificate, std::span<char> into) {
  Words words{into};
  const std::string_view dns = first_dns_name(certificate);
  words.put("issued to ");
  put_name(words, dns.empty() ? common_name(certificate.subject) : dns);
  words.put(" by ");
  put_name(words, common_name(certificate.issuer));
  words.put(", valid ");
  put_date(words, certificate.valid_from);
  words.put(" to ");
  put_date(words, certificate.valid_to);
  put_fingerprint(words, certificate);
  return words.text();
}

}  // namespace mailmote::mbedtls
