// What went wrong, in words: Mbed TLS's codes and the peer's first octets become a Fault.
#include <cstring>

#include <mailmote/ports/mbedtls.hpp>

#include "certificate.hpp"
#include "words.hpp"

#if defined(MBEDTLS_HAVE_TIME)
#include <mbedtls/platform_time.h>
#endif

namespace mailmote::mbedtls {
namespace {

constexpr char alert_record = 0x15;

// change_cipher_spec, alert, handshake, application_data (RFC 8446 5.1).
bool starts_record(char octet) { return octet >= 0x14 && octet <= 0x17; }

// An error is a high-level code, of which the low seven bits are 0, plus perhaps a low-level one.
int high_level(int code) { return -code & 0x7F80; }
int low_level(int code) { return -code & 0x7F; }

bool is_out_of_memory(int code) {
  return code == MBEDTLS_ERR_SSL_ALLOC_FAILED || high_level(code) == -MBEDTLS_ERR_X509_ALLOC_FAILED ||
         high_level(code) == -MBEDTLS_ERR_PK_ALLOC_FAILED || low_level(code) == -MBEDTLS_ERR_ASN1_ALLOC_FAILED ||
         low_level(code) == -MBEDTLS_ERR_MPI_ALLOC_FAILED;
}

bool is_about_x509(int code) {
  const int high = high_level(code);
  return (high >= -MBEDTLS_ERR_X509_FEATURE_UNAVAILABLE && high <= -MBEDTLS_ERR_X509_BUFFER_TOO_SMALL) ||
         high == -MBEDTLS_ERR_X509_FATAL_ERROR;
}

// A key that Mbed TLS cannot read, in a certificate that nobody has judged yet.
bool is_about_key(int code) {
  const int high = high_level(code);
  return high >= -MBEDTLS_ERR_PK_FEATURE_UNAVAILABLE && high <= -MBEDTLS_ERR_PK_ALLOC_FAILED;
}

#if defined(MBEDTLS_ERR_SSL_BAD_CERTIFICATE)
constexpr int bad_certificate = MBEDTLS_ERR_SSL_BAD_CERTIFICATE;
constexpr int bad_version = MBEDTLS_ERR_SSL_BAD_PROTOCOL_VERSION;
#else
constexpr int bad_certificate = MBEDTLS_ERR_SSL_BAD_HS_CERTIFICATE;
constexpr int bad_version = MBEDTLS_ERR_SSL_BAD_HS_PROTOCOL_VERSION;
#endif

bool is_about_record(int code) {
  return code == MBEDTLS_ERR_SSL_INVALID_MAC || code == MBEDTLS_ERR_SSL_INVALID_RECORD ||
         code == MBEDTLS_ERR_SSL_UNEXPECTED_RECORD;
}

// By the clock that Mbed TLS compared the dates with.
std::int64_t clock() {
#if defined(MBEDTLS_HAVE_TIME)
  return static_cast<std::int64_t>(mbedtls_time(nullptr));
#else
  return Network::unknown_time;
#endif
}

}  // namespace

Io Tls::fail(FaultKind kind, std::string_view text) {
  state_ = State::failed;
  fault_ = kind;
  say(text);
  return Io::failed;
}

void Tls::say(std::string_view text) { text_size_ = static_cast<std::uint16_t>(Words(text_).put(text).text().size()); }

void Tls::say_code(int code) {
  Words words{text_};
  words.put("Mbed TLS error -0x").put_hex(static_cast<std::uint32_t>(-code), 4);
  text_size_ = static_cast<std::uint16_t>(words.text().size());
}

Io Tls::fail_handshake(int code) {
  if (below_io_ == Io::failed) return fail(FaultKind::none, {});
  if (below_io_ != Io::done) return fail(FaultKind::reset, "the peer ended the connection during the TLS handshake");
  if (no_entropy_) return fail(FaultKind::no_entropy, {});
  if (is_out_of_memory(code)) return fail(FaultKind::local, "no memory left for TLS");
  if (code == bad_certificate || is_about_x509(code) || (is_about_key(code) && !judged_)) return fail_certificate(code);
  if (code == bad_version) return fail(FaultKind::handshake, "the peer offers no TLS version from 1.2 on");
  if (code == MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE) return fail_alert();
  fail(is_about_record(code) ? FaultKind::record : FaultKind::handshake, {});
  say_code(code);
  return Io::failed;
}

// An alert that answers our first message is not encrypted: type, version, length, level, description (RFC 8446 6).
Io Tls::fail_alert() {
  fail(FaultKind::handshake, "the peer refused the TLS handshake");
  if (first_size_ < 7 || first_[0] != alert_record) return Io::failed;
  Words words{text_};
  words.put("the peer refused the TLS handshake with alert ");
  words.put_number(static_cast<unsigned char>(first_[6]));
  text_size_ = static_cast<std::uint16_t>(words.text().size());
  return Io::failed;
}

// The leaf's description stands in text_ already, if Mbed TLS came so far.
Io Tls::fail_certificate(int code) {
  state_ = State::failed;
  fault_ = FaultKind::certificate;
  // What was checked behind our back, key usage for one, stands in the session only.
  if (judged_) flags_ |= mbedtls_ssl_get_verify_result(&ssl_);
  certificate_ = certificate_faults(flags_, clock());
  if (certificate_ == 0) certificate_ = cert_other;
  if (!judged_) say_code(code);
  return Io::failed;
}

Io Tls::fail_record(int code) {
  if (no_entropy_) return fail(FaultKind::no_entropy, {});
  fail(FaultKind::record, {});
  say_code(code);
  return Io::failed;
}

// Only the first octets matter: they tell TLS from plain text, and hold an alert that comes instead of a handshake.
void Tls::keep_first(std::string_view octets) {
  const std::size_t left = first_.size() - first_size_;
  const std::size_t n = octets.size() < left ? octets.size() : left;
  if (n == 0) return;
  std::memcpy(first_.data() + first_size_, octets.data(), n);
  first_size_ = static_cast<std::uint8_t>(first_size_ + n);
  plain_ = !starts_record(first_[0]);
}

// The peer's first line is worth waiting for: it says what is spoken on that port. The fault stands from the first
// octet on, so that a caller who runs out of patience can still tell.
Io Tls::hear_plain_text() {
  fault_ = FaultKind::plain_text;
  while (true) {
    const std::string_view heard{first_.data(), first_size_};
    const std::size_t end = heard.find_first_of("\r\n");
    Words words{text_};
    words.put_foreign({heard.data(), end < heard.size() ? end : heard.size()}, first_.size());
    text_size_ = static_cast<std::uint16_t>(words.text().size());
    if (end != std::string_view::npos || first_size_ == first_.size()) break;

    const IoResult got = below_->read({first_.data() + first_size_, first_.size() - first_size_});
    if (got.io == Io::want_read || got.io == Io::want_write) return got.io;
    if (got.io != Io::done) break;
    first_size_ = static_cast<std::uint8_t>(first_size_ + got.count);
  }
  state_ = State::failed;
  return Io::failed;
}

}  // namespace mailmote::mbedtls
