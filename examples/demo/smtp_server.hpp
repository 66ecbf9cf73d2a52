// The server's side of one SMTP conversation (RFC 5321): a submission server that keeps what it is given in a Store.
//
// EHLO, HELO, STARTTLS, AUTH PLAIN and LOGIN, MAIL, RCPT, DATA, RSET, NOOP, VRFY, QUIT; PIPELINING, SIZE, 8BITMIME,
// ENHANCEDSTATUSCODES. A login is offered under TLS only, and mail is taken after a login only; with InClear::allowed
// both do without TLS, and mail without a login. A recipient whose local part is "nobody" is refused, so that there is
// something to see.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "account.hpp"
#include "connection.hpp"
#include "store.hpp"

namespace demo {

class SmtpServer {
 public:
  static constexpr std::size_t max_mail = 32 * 1024 * 1024;
  static constexpr std::size_t max_recipients = 100;
  static constexpr int max_errors = 10;  // then we hang up

  SmtpServer(Connection& client, Store& store, const Account& account, InClear in_clear = InClear::refused)
      : client_(client), store_(store), account_(account), in_clear_(in_clear == InClear::allowed) {}

  // Until the client says QUIT, hangs up, or is hung up on.
  void serve();

 private:
  enum class After { goes_on, over };

  After obey(std::string_view line);
  After greet(std::string_view name);
  After start_tls(std::string_view argument);
  After quit();

  After log_in(std::string_view argument);
  std::optional<std::string> ask(std::string_view challenge);
  After judge_plain(std::string_view response);
  After judge(std::string_view user, std::string_view password);

  After take_sender(std::string_view argument);
  After take_recipient(std::string_view argument);
  After take_text();
  After keep(std::string text, bool too_big);
  void forget_mail();

  After say(std::string_view reply);
  After refuse(std::string_view reply);

  Connection& client_;
  Store& store_;
  const Account& account_;
  const bool in_clear_;  // login and mail, too

  bool greeted_ = false;
  bool logged_in_ = false;
  bool has_sender_ = false;
  int errors_ = 0;
  Mail mail_;
};

}  // namespace demo
