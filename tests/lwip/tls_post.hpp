// A mail server that speaks TLS: a sim::SmtpServer behind an Mbed TLS server, in the same lwIP as the client.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "../ports/pipe.hpp"
#include "../ports/tls_server.hpp"
#include "tcp_server.hpp"

namespace lwip_world {

// One connection: octets of TCP in, octets of TCP out. In clear until STARTTLS was answered.
class TlsConversation final : public sim::Server {
 public:
  explicit TlsConversation(const sim::SmtpBehaviour& behaviour, const std::string& certificate)
      : smtp(behaviour, "", "", sim::Dice(1)), tls_(pipe_, certificate), secured_(behaviour.implicit_tls) {
    tls_.start();
  }

  void connected() override {
    smtp.connected();
    take_words();
  }
  bool shake_hands() override { return false; }
  void hear(std::string_view octets, bool) override {
    if (!secured_) {
      smtp.hear(octets, false);
    } else {
      from_client_.octets.insert(from_client_.octets.end(), octets.begin(), octets.end());
      hear_tls();
    }
    take_words();
  }
  bool heard_close_notify() const { return tls_.stopped == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY; }

  sim::SmtpServer smtp;

 private:
  void hear_tls() {
    const bool was_over = tls_.over;
    if (!tls_.step()) return;
    if (!was_over) smtp.shake_hands();
    const std::string all = tls_.heard();
    smtp.hear(std::string_view(all).substr(heard_), true);
    heard_ = all.size();
  }

  void take_words() {
    const bool starts = !secured_ && smtp.out.ends_with("220 2.0.0 go ahead\r\n");
    if (!secured_) {
      out += smtp.out;
    } else if (tls_.over && !smtp.out.empty()) {
      tls_.say(smtp.out);
      if (smtp.hangup != sim::Hangup::no) tls_.close_notify();
    }
    if (!secured_ || tls_.over) smtp.out.clear();
    secured_ = secured_ || starts;
    out.append(to_client_.octets.begin(), to_client_.octets.end());
    to_client_.octets.clear();
    hangup = smtp.hangup;
  }

  Channel from_client_, to_client_;
  PipeEnd pipe_{from_client_, to_client_};
  TlsServer tls_;
  bool secured_;
  std::size_t heard_ = 0;
};

class TlsPost {
 public:
  TlsPost(World& world, const sim::SmtpBehaviour& behaviour, const std::string& certificate = "good")
      : tcp(world, [this, behaviour, certificate] {
          conversations.push_back(std::make_shared<TlsConversation>(behaviour, certificate));
          return conversations.back();
        }) {}

  std::vector<sim::ReceivedMail> mails() const {
    std::vector<sim::ReceivedMail> all;
    for (const auto& c : conversations) all.insert(all.end(), c->smtp.mails.begin(), c->smtp.mails.end());
    return all;
  }

  std::vector<std::shared_ptr<TlsConversation>> conversations;
  TcpServer tcp;
};

}  // namespace lwip_world
