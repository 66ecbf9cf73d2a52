// Sees a conversation and changes nothing: for a transcript, a log, a progress line.
//
// What is secret never reaches an Observer: `hidden` says how many octets were left out.
#pragma once

#include <cstdint>
#include <string_view>

namespace mailmote {

enum class Notice : std::uint8_t {
  connecting,  // text: the host
  connected,
  secured,         // the handshake is over, the certificate was accepted
  tls_unverified,  // the handshake is over, nobody checked the certificate: the specification said so
  retrying,        // the attempt failed, another follows
  closed,
};

class Observer {
 public:
  virtual void sent(std::string_view octets, std::uint32_t hidden) = 0;
  virtual void received(std::string_view octets) = 0;
  virtual void notice(Notice notice, std::string_view text) = 0;

 protected:
  ~Observer() = default;
};

}  // namespace mailmote
