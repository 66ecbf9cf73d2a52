// A small SMTP server that does what its seed says: what it offers, whom it refuses, and what it does wrong, once.
//
// It judges what it hears by the book, whatever it says itself: `mails` holds only what came whole.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "dice.hpp"
#include "sasl_server.hpp"
#include "server.hpp"

namespace sim {

enum class SmtpMisdeed : std::uint8_t {
  none,
  hang_up,     // in place of a reply
  half_reply,  // and hangs up
  silence,     // from here on
  closing,     // "421"
  refuse,      // "554"
  wrong_code,  // any other
  garbage,
  bare_line_feed,
  twice,      // the reply, and again
  endless,    // 200 lines of one reply
  drip,       // an octet every now and then
  injection,  // octets behind the answer to STARTTLS
};

struct SmtpBehaviour {
  bool implicit_tls = false;
  bool ehlo = true;
  bool starttls = true;
  bool pipelining = true;
  bool size = true;
  bool eight_bit = true;
  bool login_required = false;
  std::string mechanisms = "PLAIN LOGIN XOAUTH2";
  bool refuses_login = false;
  std::size_t refuses_recipient_in = 0;  // one in so many; 0: none
  bool greylists = false;
  bool asks_for_text_anyway = false;  // 354 though nobody was accepted
  bool refuses_text_early = false;    // 552 while the text still comes
  bool refuses_text = false;
  SmtpMisdeed misdeed = SmtpMisdeed::none;
  std::size_t misdeed_at = 0;                          // which reply
  static constexpr std::size_t at_verdict = SIZE_MAX;  // the one to the end of a text

  static SmtpBehaviour honest() { return {}; }
  static SmtpBehaviour rolled(Dice& dice);
  std::string text() const;
};

struct ReceivedMail {
  std::string from;
  std::vector<std::string> to;
  std::string text;  // dots unstuffed
};

class SmtpServer final : public Server {
 public:
  // Knows one login.
  SmtpServer(const SmtpBehaviour& behaviour, const std::string& user, const std::string& secret, Dice dice);

  void connected() override;
  void hear(std::string_view octets, bool secured) override;
  bool shake_hands() override;

  std::vector<ReceivedMail> mails;  // accepted, each before its reply was said

 private:
  enum class State : std::uint8_t { commands, handshake, login, text, over };

  void take_line(const std::string& line);
  void command(const std::string& line);
  void hello(bool extended);
  void auth(const std::string& argument);
  void go_on(SaslServer::Verdict verdict);
  void mail(const std::string& line);
  void rcpt(const std::string& line);
  void data();
  void take_text(const std::string& line);
  void say(const std::string& reply);
  void say_verdict(const std::string& reply);
  void misbehave(const std::string& reply);
  void end(Hangup how);

  SmtpBehaviour behaviour_;
  Dice dice_;
  State state_ = State::commands;
  bool secured_ = false;
  std::string line_;
  std::size_t replies_ = 0;
  bool authenticated_ = false;
  SaslServer sasl_;
  bool has_sender_ = false;
  ReceivedMail current_;
};

}  // namespace sim
