// The life of a connection: set up, shaken hands, used, ended. What Mbed TLS answers becomes Io here, and a fault in
// tls_fault.cpp.
#include <mbedtls/version.h>

#include <array>
#include <climits>
#include <cstring>

#include <mailmote/ports/mbedtls.hpp>

#include "certificate.hpp"
#include "host_name.hpp"

#if MBEDTLS_VERSION_MAJOR >= 3 && (defined(MBEDTLS_USE_PSA_CRYPTO) || defined(MBEDTLS_SSL_PROTO_TLS1_3))
#define MAILMOTE_TLS_NEEDS_PSA
#include <psa/crypto.h>
#endif

#if !defined(MBEDTLS_HAVE_TIME_DATE)
#error "Mbed TLS without MBEDTLS_HAVE_TIME_DATE takes expired certificates"
#endif

namespace mailmote::mbedtls {
namespace {

// More than any record is long: a peer that sends without end does not hold a call.
constexpr std::uint32_t max_octets_per_call = 32 * 1024;

Tls& from(void* self) { return *static_cast<Tls*>(self); }

std::size_t clipped(std::size_t size) { return size < INT_MAX ? size : INT_MAX; }

int prepare_cryptography() {
#if defined(MAILMOTE_TLS_NEEDS_PSA)
  return psa_crypto_init() == PSA_SUCCESS ? 0 : MBEDTLS_ERR_SSL_INTERNAL_ERROR;
#else
  return 0;
#endif
}

void require_tls_1_2(mbedtls_ssl_config& config) {
#if MBEDTLS_VERSION_MAJOR >= 3
  mbedtls_ssl_conf_min_tls_version(&config, MBEDTLS_SSL_VERSION_TLS1_2);
#else
  mbedtls_ssl_conf_min_version(&config, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
#endif
}

bool is_handshake_over(mbedtls_ssl_context& ssl) {
#if MBEDTLS_VERSION_MAJOR >= 3
  return mbedtls_ssl_is_handshake_over(&ssl) != 0;
#else
  return ssl.state == MBEDTLS_SSL_HANDSHAKE_OVER;
#endif
}

}  // namespace

Tls::Tls() {
  mbedtls_ssl_init(&ssl_);
  mbedtls_ssl_config_init(&config_);
}

Tls::~Tls() { end(); }

void Tls::end() {
  mbedtls_ssl_free(&ssl_);
  mbedtls_ssl_config_free(&config_);
  mbedtls_ssl_init(&ssl_);
  mbedtls_ssl_config_init(&config_);
  below_ = nullptr;
  state_ = State::idle;
}

bool Tls::begin(Transport& below, std::string_view host, Verify verify, const Trust& trust, Random random) {
  end();
  below_ = &below;
  below_io_ = Io::done;
  host_ = host;
  verify_ = verify;
  random_ = random;
  fault_ = FaultKind::none;
  flags_ = owed_ = 0;
  text_size_ = first_size_ = certificate_ = 0;
  judged_ = plain_ = no_entropy_ = due_ = false;
  state_ = State::shaking;
  if (verify == Verify::required && trust.empty()) {
    fail(FaultKind::no_ca, {});
  } else if (const int code = setup(trust); code != 0) {
    fail_handshake(code);
  }
  return state_ == State::shaking;
}

int Tls::setup(const Trust& trust) {
  int code = prepare_cryptography();
  if (code == 0) {
    code = mbedtls_ssl_config_defaults(&config_, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM,
                                       MBEDTLS_SSL_PRESET_DEFAULT);
  }
  if (code != 0) return code;
  configure(trust);
  code = mbedtls_ssl_setup(&ssl_, &config_);
  if (code == 0) code = set_server_name();
  if (code == 0) mbedtls_ssl_set_bio(&ssl_, this, send, receive, nullptr);
  return code;
}

void Tls::configure(const Trust& trust) {
  require_tls_1_2(config_);
  mbedtls_ssl_conf_rng(&config_, draw, this);
  mbedtls_ssl_conf_authmode(&config_,
                            verify_ == Verify::required ? MBEDTLS_SSL_VERIFY_REQUIRED : MBEDTLS_SSL_VERIFY_NONE);
  // Mbed TLS reads the roots and does not change them.
  if (!trust.empty()) mbedtls_ssl_conf_ca_chain(&config_, const_cast<mbedtls_x509_crt*>(&trust.roots()), nullptr);
  // SHA-256 or better, RSA from 2048 bits, curves from 256: what the default profile of 2.28 leaves open below that is
  // not in use by anyone whose mail matters.
  mbedtls_ssl_conf_cert_profile(&config_, &mbedtls_x509_crt_profile_next);
  mbedtls_ssl_conf_verify(&config_, judge, this);
#if defined(MBEDTLS_SSL_RENEGOTIATION)
  mbedtls_ssl_conf_renegotiation(&config_, MBEDTLS_SSL_RENEGOTIATION_DISABLED);
#endif
#if defined(MBEDTLS_SSL_SESSION_TICKETS)
  mbedtls_ssl_conf_session_tickets(&config_, MBEDTLS_SSL_SESSION_TICKETS_DISABLED);
#endif
}

// SNI takes names only (RFC 6066 3). For an address Mbed TLS is told in so many words that there is no name to
// check: 3.6 refuses to verify without having been told. judge() checks addresses.
int Tls::set_server_name() {
  const HostName host = parse_host(host_);
  if (host.kind != HostName::Kind::name) return mbedtls_ssl_set_hostname(&ssl_, nullptr);
  std::array<char, 256> name{};  // parse_host() lets 253 octets through
  std::memcpy(name.data(), host.text.data(), host.text.size());
  return mbedtls_ssl_set_hostname(&ssl_, name.data());
}

// Called for each certificate of the chain, the leaf last, in the middle of the handshake: no octet of ours has gone
// out. Where Mbed TLS finds fault with the name itself, that stands; our rules only add to it.
int Tls::judge(void* self, mbedtls_x509_crt* certificate, int depth, std::uint32_t* flags) {
  Tls& tls = from(self);
  if (depth == 0) {
    if (!names_host(*certificate, parse_host(tls.host_))) *flags |= MBEDTLS_X509_BADCERT_CN_MISMATCH;
    tls.text_size_ = static_cast<std::uint16_t>(describe(*certificate, tls.text_).size());
    tls.judged_ = true;
  }
  tls.flags_ |= *flags;
  return 0;
}

int Tls::draw(void* self, unsigned char* into, std::size_t size) {
  Tls& tls = from(self);
  const int code = tls.random_.fill == nullptr ? -1 : tls.random_.fill(tls.random_.context, into, size);
  if (code != 0) tls.no_entropy_ = true;
  return code;
}

int Tls::send(void* self, const unsigned char* bytes, std::size_t size) {
  Tls& tls = from(self);
  const IoResult sent = tls.below_->write({reinterpret_cast<const char*>(bytes), clipped(size)});
  switch (sent.io) {
    case Io::done: return static_cast<int>(sent.count);
    case Io::want_write: return MBEDTLS_ERR_SSL_WANT_WRITE;
    case Io::want_read: return MBEDTLS_ERR_SSL_WANT_READ;
    default: tls.below_io_ = sent.io; return MBEDTLS_ERR_SSL_CONN_EOF;
  }
}

int Tls::receive(void* self, unsigned char* into, std::size_t size) {
  Tls& tls = from(self);
  if (tls.plain_ || tls.budget_ == 0) return MBEDTLS_ERR_SSL_WANT_READ;
  const std::size_t most = size < tls.budget_ ? size : tls.budget_;
  return tls.take({reinterpret_cast<char*>(into), most});
}

int Tls::take(std::span<char> into) {
  const IoResult got = below_->read(into);
  switch (got.io) {
    case Io::done:
      budget_ -= got.count < budget_ ? got.count : budget_;
      keep_first({into.data(), got.count});
      return plain_ ? MBEDTLS_ERR_SSL_WANT_READ : static_cast<int>(got.count);
    case Io::want_read: return MBEDTLS_ERR_SSL_WANT_READ;
    case Io::want_write: return MBEDTLS_ERR_SSL_WANT_WRITE;
    default: below_io_ = got.io; return MBEDTLS_ERR_SSL_CONN_EOF;
  }
}

// One step of Mbed TLS's for each call: a key agreement, a signature, or the check of the whole chain. A watchdog has
// to wait for one of them, not for all.
Io Tls::handshake() {
  if (state_ != State::shaking) return rest();
  budget_ = max_octets_per_call;
  due_ = false;
  if (!plain_) {
    const int code = mbedtls_ssl_handshake_step(&ssl_);
    if (!plain_) return shaken(code);
  }
  return hear_plain_text();
}

Io Tls::shaken(int code) {
  if (code == 0) {
    due_ = !is_handshake_over(ssl_);
    if (due_) return Io::want_write;
    if (verify_ == Verify::required && !judged_) return fail_certificate(code);
    state_ = State::open;
    return Io::done;
  }
  switch (code) {
    case MBEDTLS_ERR_SSL_WANT_READ: return Io::want_read;
    case MBEDTLS_ERR_SSL_WANT_WRITE:
    case MBEDTLS_ERR_SSL_ASYNC_IN_PROGRESS:
    case MBEDTLS_ERR_SSL_CRYPTO_IN_PROGRESS: return Io::want_write;
    default: return fail_handshake(code);
  }
}

IoResult Tls::read(std::span<char> into) {
  if (state_ != State::open) return {rest(), 0};
  if (into.empty()) return {Io::want_read, 0};
  budget_ = max_octets_per_call;
  const int code = mbedtls_ssl_read(&ssl_, reinterpret_cast<unsigned char*>(into.data()), clipped(into.size()));
  if (code > 0) return {Io::done, static_cast<std::uint32_t>(code)};
  return {stopped(code, Io::want_read), 0};
}

IoResult Tls::write(std::string_view bytes) {
  if (state_ != State::open) return {rest(), 0};
  if (bytes.empty()) return {Io::want_write, 0};
  // A record that did not go out whole is sent on, whatever is offered now; its length is what may be reported.
  std::size_t size = clipped(bytes.size());
  if (owed_ != 0 && owed_ < size) size = owed_;
  const int code = mbedtls_ssl_write(&ssl_, reinterpret_cast<const unsigned char*>(bytes.data()), size);
  owed_ = code == MBEDTLS_ERR_SSL_WANT_WRITE ? static_cast<std::uint32_t>(size) : 0;
  if (code > 0) return {Io::done, static_cast<std::uint32_t>(code)};
  return {stopped(code, Io::want_write), 0};
}

Io Tls::close_notify() {
  if (state_ != State::open && state_ != State::closed) return Io::done;
  return mbedtls_ssl_close_notify(&ssl_) == 0 ? Io::done : Io::want_write;
}

bool Tls::pending() const {
  return state_ == State::shaking ? due_ : state_ == State::open && mbedtls_ssl_check_pending(&ssl_) != 0;
}

// `code` 0 is an end of stream, or two empty records in a row (which Mbed TLS does not tell apart): below_io_ knows.
Io Tls::stopped(int code, Io retry) {
  switch (code) {
    case MBEDTLS_ERR_SSL_WANT_READ: return Io::want_read;
    case MBEDTLS_ERR_SSL_WANT_WRITE: return Io::want_write;
#if defined(MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET)
    case MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET:
#endif
    case MBEDTLS_ERR_SSL_ASYNC_IN_PROGRESS:
    case MBEDTLS_ERR_SSL_CRYPTO_IN_PROGRESS: return retry;
    case MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY: state_ = State::closed; return rest();
    case 0:
    case MBEDTLS_ERR_SSL_CONN_EOF:
      if (below_io_ == Io::done) return retry;
      state_ = below_io_ == Io::failed ? State::failed : State::truncated;
      return rest();
    default: return fail_record(code);
  }
}

// What every call answers from now on.
Io Tls::rest() const {
  switch (state_) {
    case State::open: return Io::done;
    case State::closed: return Io::closed;
    case State::truncated: return Io::truncated;
    default: return Io::failed;
  }
}

}  // namespace mailmote::mbedtls
