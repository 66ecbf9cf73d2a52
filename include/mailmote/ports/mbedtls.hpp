// TLS by Mbed TLS, 2.28 or 3.x: a Transport over any Transport. A client's side only.
//
//   mbedtls::Trust trust;                       // once, shared by all connections
//   trust.add_file("/etc/ssl/certs/ca-certificates.crt");
//   mbedtls::Tls tls;
//   tls.begin(tcp, "mail.example", Verify::required, trust, random);
//   while (tls.handshake() != Io::done) ...     // waits for what it says, or fails: see fault()
//   tls.write("EHLO x\r\n");
//
// TLS 1.2 or later, no renegotiation, no resumption. The host name is sent and checked before a single octet of ours
// goes out; ports/mbedtls/README.md has the rules. Nothing is logged. Mbed TLS allocates through mbedtls_calloc(): two
// records of 16 KiB by default, and the peer's certificates while the handshake lasts.
#pragma once

#include <mbedtls/ssl.h>
#include <mbedtls/x509_crt.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/fault.hpp>
#include <mailmote/network.hpp>
#include <mailmote/tls_layer.hpp>
#include <mailmote/transport.hpp>

namespace mailmote::mbedtls {

// Whom we trust to say who is who. Outlives every Tls that uses it; must not grow while one does.
class Trust {
 public:
  Trust() { mbedtls_x509_crt_init(&roots_); }
  ~Trust() { mbedtls_x509_crt_free(&roots_); }
  Trust(const Trust&) = delete;
  Trust& operator=(const Trust&) = delete;

  // A PEM file of one certificate or many. False if none of it could be read.
  bool add_file(const char* path);
  // PEM text, ended by a NUL. False if none of it could be read.
  bool add_pem(const char* text);
  // One DER certificate, used where it lies: in flash, say. It outlives this object.
  bool add_der(std::span<const unsigned char> der);

  // Trusts nobody again.
  void clear();

  bool empty() const { return roots_.version == 0; }
  const mbedtls_x509_crt& roots() const { return roots_; }

 private:
  mbedtls_x509_crt roots_;
};

// Where unguessable octets come from. 0 is success, as everywhere in Mbed TLS.
struct Random {
  int (*fill)(void* context, unsigned char* into, std::size_t size) = nullptr;
  void* context = nullptr;
};

class Tls final : public Transport {
 public:
  Tls();
  ~Tls();
  Tls(const Tls&) = delete;
  Tls& operator=(const Tls&) = delete;

  // A new connection over `below`, of which nothing may have been read yet. `host` is a name, or an IP address with or
  // without brackets. Both, and `trust`, outlive the connection. False says that it cannot even begin: see fault().
  bool begin(Transport& below, std::string_view host, Verify verify, const Trust& trust, Random random);

  // Again until done or failed. One call makes a key, agrees on one, checks a signature or the chain; want_write also
  // says that another of these is due.
  Io handshake();

  // Io::closed is a close_notify; Io::truncated an end of `below` without one.
  IoResult read(std::span<char> into) override;
  // After want_write, the same octets (or more) are to be offered again: some of them are encrypted already.
  IoResult write(std::string_view bytes) override;

  // Tells the peer that we are done. Best effort: want_write means that not all of it went.
  Io close_notify();

  // Frees all that Mbed TLS holds. fault() stands until the next begin().
  void end();

  bool begun() const { return state_ != State::idle; }
  // Octets wait inside: the next read() gives some without looking below. Or handshake() has more to do without any.
  bool pending() const;

  // Kind none after a failure means that `below` failed and knows why.
  Fault fault() const { return {fault_, certificate_, {text_.data(), text_size_}}; }

 private:
  enum class State : std::uint8_t { idle, shaking, open, closed, truncated, failed };

  int setup(const Trust& trust);
  void configure(const Trust& trust);
  int set_server_name();

  static int send(void* self, const unsigned char* bytes, std::size_t size);
  static int receive(void* self, unsigned char* into, std::size_t size);
  static int judge(void* self, mbedtls_x509_crt* certificate, int depth, std::uint32_t* flags);
  static int draw(void* self, unsigned char* into, std::size_t size);

  int take(std::span<char> into);
  void keep_first(std::string_view octets);
  Io hear_plain_text();
  Io shaken(int code);
  Io stopped(int code, Io retry);
  Io rest() const;

  Io fail(FaultKind kind, std::string_view text);
  Io fail_handshake(int code);
  Io fail_alert();
  Io fail_certificate(int code);
  Io fail_record(int code);
  void say(std::string_view text);
  void say_code(int code);

  mbedtls_ssl_context ssl_;
  mbedtls_ssl_config config_;
  Transport* below_ = nullptr;
  Random random_;
  std::string_view host_;
  std::array<char, 256> text_;  // of the fault; the leaf's description before that
  std::array<char, 60> first_;  // what the peer said first, for a diagnosis
  std::uint32_t flags_ = 0;     // MBEDTLS_X509_BADCERT_ bits of the whole chain
  std::uint32_t budget_ = 0;    // octets that this call may still take from below
  std::uint32_t owed_ = 0;      // octets of the last write() that are encrypted and not reported
  std::uint16_t text_size_ = 0;
  std::uint8_t first_size_ = 0;
  std::uint8_t certificate_ = 0;  // CertificateFault bits
  State state_ = State::idle;
  Io below_io_ = Io::done;  // how the stream below ended, done while it stands
  Verify verify_ = Verify::required;
  FaultKind fault_ = FaultKind::none;
  bool judged_ = false;  // our own rules saw the leaf
  bool plain_ = false;   // the peer's first octet is not TLS
  bool no_entropy_ = false;
  bool due_ = false;  // another step of the handshake, whether octets come or not
};

// A Tls with whom it trusts and where its random octets come from: what a port's Network takes.
//
//   mbedtls::Layer tls{trust, {draw, nullptr}};
//   lwip::Network network{machine, &tls};
class Layer final : public TlsLayer {
 public:
  // `trust` outlives the layer, and may be filled until begin().
  Layer(const Trust& trust, Random random) : trust_(trust), random_(random) {}

  bool begin(Transport& below, std::string_view host, Verify verify) override {
    return tls_.begin(below, host, verify, trust_, random_);
  }
  Io handshake() override { return tls_.handshake(); }
  IoResult read(std::span<char> into) override { return tls_.read(into); }
  IoResult write(std::string_view bytes) override { return tls_.write(bytes); }
  void end() override {
    tls_.close_notify();
    tls_.end();
  }
  bool pending() const override { return tls_.pending(); }
  Fault fault() const override { return tls_.fault(); }

 private:
  const Trust& trust_;
  Random random_;
  Tls tls_;
};

}  // namespace mailmote::mbedtls
