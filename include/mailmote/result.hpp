// What went wrong, and what to do about it: small, typed, the same for every protocol.
//
//   if (auto sent = mailer.send(spec, login, alert); !sent)
//     return posix::explain(sent.error());          // text and exit code, for a person
//
// An Error is a value of fixed size. Its two texts are borrowed: `host` from the caller's
// specification, `server_text` from the object that failed, until that object is used again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <mailmote/advice.hpp>
#include <mailmote/fault.hpp>

namespace mailmote {

enum class SpecReason : std::uint8_t;  // spec.hpp

// How far the work had come.
enum class Stage : std::uint8_t {
  spec,
  dns,
  connect,
  greeting,
  tls,
  capability,
  auth,
  mailbox,
  envelope,
  data,
  fetch,
  idle,
  close,
};

enum class Category : std::uint8_t {
  none,         // no error
  input,        // refused before it was sent: a specification, a message, an address, a name
  io,           // a local file or stream failed
  network,      // host unknown, refused, unreachable
  timeout,      // a deadline passed
  closed,       // the connection ended early
  rejected,     // a well-formed refusal by the server, for good or for now
  limit,        // a bound was passed
  unsupported,  // the protocol or the server cannot do it
  protocol,     // grammar or state broken
  tls,          // handshake or record broken
  auth,         // login refused
  cert,         // certificate not accepted
  policy,       // our own rule forbids it
  config,       // a configuration file
};

enum class Retry : std::uint8_t {
  never,          // the same thing will be refused again
  after_fix,      // somebody has to change something first
  later,          // the server asks for patience
  reconnect,      // a new connection may do
  refresh_token,  // the OAuth 2 token is stale
};

// RFC 3463: class.subject.detail. The class is 2, 4 or 5; 0 says that there was no code.
struct Enhanced {
  std::uint8_t status = 0;
  std::uint16_t subject = 0;
  std::uint16_t detail = 0;

  constexpr bool is(unsigned s, unsigned d) const { return status != 0 && subject == s && detail == d; }
  constexpr bool operator==(const Enhanced&) const = default;
};

// The code that `text` begins with, "5.1.1", its numbers of three digits at most; and how many octets it has. 0: there
// is none, and `code` stays as it is.
std::size_t read_enhanced(std::string_view text, Enhanced& code);

struct Error {
  Stage stage = Stage::spec;
  Category category = Category::none;
  Retry retry = Retry::never;
  Advice advice = Advice::none;
  FaultKind fault = FaultKind::none;  // what the port said, if it was the port
  std::uint8_t certificate = 0;       // CertificateFault bits, if it was the certificate
  bool text_cut = false;              // server_text was longer
  SpecReason spec_reason{};           // what is wrong with the specification, in words by text() of spec.hpp
  std::uint16_t reply = 0;            // SMTP or NNTP reply code, 0 if there was none
  std::uint16_t port = 0;             // that was connected to
  std::uint16_t offset = 0;           // stage spec: the first offending byte of the specification
  Enhanced enhanced;                  // RFC 3463
  std::string_view server_text;       // the server's own words, the port's, or what of the request is at fault
  std::string_view host;              // as the specification wrote it

  constexpr explicit operator bool() const { return category != Category::none; }  // it is one
};

// Success, or the Error.
class Result {
 public:
  constexpr Result() = default;
  constexpr Result(const Error& error) : error_(error) {}

  constexpr explicit operator bool() const { return error_.category == Category::none; }
  constexpr const Error& error() const { return error_; }

 private:
  Error error_;
};

// The word that names a category in every output: "timeout", "cert", ...
std::string_view name(Category category);
std::string_view name(Stage stage);
std::string_view name(Retry retry);

// The exit status of a program that stops because of `error` (sysexits.h).
int exit_code(const Error& error);

}  // namespace mailmote
