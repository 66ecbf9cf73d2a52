// TLS as a Network takes it: a Transport over the Transport that it has, one connection after the other.
//
//   if (!tls.begin(tcp, host, verify)) ...              // see fault()
//   while (tls.handshake() != Io::done) ...             // waits for what it says, or fails
//   tls.read(...), tls.write(...)                       // inside TLS
//   tls.end();
//
// A Network that is given none has no TLS, and links none: it answers FaultKind::no_tls where TLS is asked for.
#pragma once

#include <string_view>

#include <mailmote/fault.hpp>
#include <mailmote/network.hpp>
#include <mailmote/transport.hpp>

namespace mailmote {

class TlsLayer : public Transport {
 public:
  // A new connection over `below`, of which nothing may have been read yet. `below` and `host` outlive it. False says
  // that it cannot even begin: see fault().
  virtual bool begin(Transport& below, std::string_view host, Verify verify) = 0;
  // Again until done or failed; want_write also where one operation is over and another is due.
  virtual Io handshake() = 0;
  // Says close_notify if there is a connection, as far as the transport takes it, and frees what the connection held.
  virtual void end() = 0;
  // Octets wait inside: the next read() gives some without looking below. Or handshake() has more to do without any.
  virtual bool pending() const = 0;
  // Why begin(), handshake(), read() or write() failed; it stays until the next begin(). Kind none after a failure
  // means that the transport below failed, and knows why.
  virtual Fault fault() const = 0;

 protected:
  ~TlsLayer() = default;
};

}  // namespace mailmote
