#include "smtp_server.hpp"

#include <algorithm>
#include <charconv>

#include "base64.hpp"
#include "words.hpp"

namespace demo {
namespace {

constexpr std::string_view host = "localhost";

// "FROM:<path> parameters": the path, and the parameters in `rest`.
std::optional<std::string_view> take_path(std::string_view& rest, std::string_view label) {
  if (!same(rest.substr(0, label.size()), label)) return std::nullopt;
  rest.remove_prefix(label.size());
  const std::size_t end = rest.find('>');
  if (rest.empty() || rest[0] != '<' || end == std::string_view::npos) return std::nullopt;
  const std::string_view path = rest.substr(1, end - 1);
  rest.remove_prefix(end + 1);
  if (!rest.empty() && rest[0] != ' ') return std::nullopt;
  if (!rest.empty()) rest.remove_prefix(1);
  return path;
}

enum class Parameter { fine, unknown, too_big };

Parameter judge_parameter(std::string_view parameter) {
  const std::size_t equals = std::min(parameter.find('='), parameter.size());
  const std::string_view name = parameter.substr(0, equals);
  const std::string_view value = parameter.substr(std::min(equals + 1, parameter.size()));
  if (same(name, "BODY")) return same(value, "8BITMIME") || same(value, "7BIT") ? Parameter::fine : Parameter::unknown;
  if (!same(name, "SIZE")) return Parameter::unknown;
  std::uint64_t size = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), size);
  if (error == std::errc::result_out_of_range) return Parameter::too_big;
  if (error != std::errc() || end != value.data() + value.size()) return Parameter::unknown;
  return size > SmtpServer::max_mail ? Parameter::too_big : Parameter::fine;
}

}  // namespace

void SmtpServer::serve() {
  client_.write("220 localhost Mailmote demonstration, nothing leaves this machine\r\n");
  std::string line;
  for (;;) {
    switch (client_.read_line(line)) {
      case Connection::Line::gone: return;
      case Connection::Line::too_long: client_.write("500 5.5.2 Line too long\r\n"); return;
      case Connection::Line::whole: break;
    }
    if (obey(line) == After::over) return;
    if (errors_ > max_errors) {
      client_.write("421 4.7.0 Too many errors\r\n");
      return;
    }
  }
}

SmtpServer::After SmtpServer::say(std::string_view reply) {
  client_.write(reply);
  client_.write("\r\n");
  return After::goes_on;
}

SmtpServer::After SmtpServer::refuse(std::string_view reply) {
  ++errors_;
  return say(reply);
}

SmtpServer::After SmtpServer::obey(std::string_view line) {
  std::string_view argument = line;
  const std::string_view verb = take_word(argument);
  if (same(verb, "QUIT")) return quit();
  if (same(verb, "NOOP")) return say("250 2.0.0 OK");
  if (same(verb, "EHLO")) return greet(argument);
  if (same(verb, "HELO")) {
    forget_mail();
    greeted_ = true;
    return say("250 localhost");
  }
  if (!greeted_) return refuse("503 5.5.1 EHLO first");
  if (same(verb, "STARTTLS")) return start_tls(argument);
  if (same(verb, "AUTH")) return log_in(argument);
  if (same(verb, "MAIL")) return take_sender(argument);
  if (same(verb, "RCPT")) return take_recipient(argument);
  if (same(verb, "DATA")) return take_text();
  if (same(verb, "VRFY")) return say("252 2.1.5 Send some mail, it may arrive");
  if (same(verb, "RSET")) {
    forget_mail();
    return say("250 2.0.0 OK");
  }
  return refuse("500 5.5.1 Unknown command");
}

SmtpServer::After SmtpServer::quit() {
  say("221 2.0.0 Bye");
  return After::over;
}

SmtpServer::After SmtpServer::greet(std::string_view name) {
  if (name.empty()) return refuse("501 5.5.4 EHLO needs a name");
  forget_mail();
  greeted_ = true;
  client_.write("250-" + std::string(host) + "\r\n250-PIPELINING\r\n250-SIZE " + std::to_string(max_mail) + "\r\n");
  if (!client_.is_secured()) client_.write("250-STARTTLS\r\n");
  if (client_.is_secured() || in_clear_) client_.write("250-AUTH PLAIN LOGIN\r\n");
  return say("250-8BITMIME\r\n250 ENHANCEDSTATUSCODES");
}

SmtpServer::After SmtpServer::start_tls(std::string_view argument) {
  if (!argument.empty()) return refuse("501 5.5.4 STARTTLS takes no argument");
  if (client_.is_secured()) return refuse("503 5.5.1 TLS stands already");
  say("220 2.0.0 Shake hands");
  // RFC 3207 4.2: what was learnt in clear is forgotten.
  greeted_ = logged_in_ = false;
  forget_mail();
  return client_.start_tls() ? After::goes_on : After::over;
}

// --- login

SmtpServer::After SmtpServer::log_in(std::string_view argument) {
  if (!client_.is_secured() && !in_clear_) return refuse("538 5.7.11 STARTTLS first");
  if (logged_in_ || has_sender_) return refuse("503 5.5.1 Not now");
  const std::string_view mechanism = take_word(argument);
  const bool plain = same(mechanism, "PLAIN");
  if (!plain && !same(mechanism, "LOGIN")) return refuse("504 5.5.4 PLAIN or LOGIN");

  // RFC 4954 4: "=" is an initial response without octets. LOGIN asks for "Username:", then "Password:".
  const std::optional<std::string> first = argument.empty()  ? ask(plain ? "" : "VXNlcm5hbWU6")
                                           : argument == "=" ? std::string()
                                                             : from_base64(argument);
  if (!first) return refuse("501 5.5.2 Not base64");
  if (plain) return judge_plain(*first);
  const std::optional<std::string> password = ask("UGFzc3dvcmQ6");
  if (!password) return refuse("501 5.5.2 Not base64");
  return judge(*first, *password);
}

// The client's answer, decoded. Nothing if it has none, cancels with "*", or is gone.
std::optional<std::string> SmtpServer::ask(std::string_view challenge) {
  say("334 " + std::string(challenge));
  std::string line;
  if (client_.read_line(line) != Connection::Line::whole) return std::nullopt;
  return from_base64(line);
}

SmtpServer::After SmtpServer::judge_plain(std::string_view response) {
  const std::optional<PlainResponse> login = read_plain(response);
  if (!login) return refuse("501 5.5.2 Not a PLAIN response");
  if (!login->acts_for.empty() && login->acts_for != login->user)
    return refuse("535 5.7.8 Nobody acts for others here");
  return judge(login->user, login->password);
}

SmtpServer::After SmtpServer::judge(std::string_view user, std::string_view password) {
  logged_in_ = account_.accepts(user, password);
  return logged_in_ ? say("235 2.7.0 Welcome") : refuse("535 5.7.8 Wrong user or password");
}

// --- mail

SmtpServer::After SmtpServer::take_sender(std::string_view argument) {
  if (!logged_in_ && !in_clear_) return refuse("530 5.7.0 Log in first");
  if (has_sender_) return refuse("503 5.5.1 One sender is enough");
  const auto path = take_path(argument, "FROM:");
  if (!path) return refuse("501 5.5.4 MAIL FROM:<address>");
  while (!argument.empty()) {
    switch (judge_parameter(take_word(argument))) {
      case Parameter::fine: break;
      case Parameter::unknown: return refuse("555 5.5.4 Unknown parameter");
      case Parameter::too_big: return refuse("552 5.3.4 Too big");
    }
  }
  has_sender_ = true;
  mail_.from = *path;
  return say("250 2.1.0 OK");
}

SmtpServer::After SmtpServer::take_recipient(std::string_view argument) {
  if (!has_sender_) return refuse("503 5.5.1 MAIL first");
  const auto path = take_path(argument, "TO:");
  if (!path || path->empty()) return refuse("501 5.5.4 RCPT TO:<address>");
  if (!argument.empty()) return refuse("555 5.5.4 Unknown parameter");
  if (mail_.to.size() == max_recipients) return refuse("452 4.5.3 Too many recipients");
  if (same(path->substr(0, path->find('@')), "nobody")) return refuse("550 5.1.1 There is nobody of that name");
  mail_.to.emplace_back(*path);
  return say("250 2.1.5 OK");
}

// Only CRLF . CRLF ends the text; the dot that stands before another goes.
SmtpServer::After SmtpServer::take_text() {
  if (!has_sender_) return refuse("503 5.5.1 MAIL first");
  if (mail_.to.empty()) return refuse("554 5.5.1 No valid recipients");
  say("354 Go ahead, end with a dot");
  std::string text, line;
  bool too_big = false;
  while (client_.read_line(line) == Connection::Line::whole) {
    if (line == ".") return keep(std::move(text), too_big);
    const std::string_view content = std::string_view(line).substr(line.starts_with('.') ? 1 : 0);
    too_big = too_big || content.size() + 2 > max_mail - text.size();
    if (too_big) continue;
    text += content;
    text += "\r\n";
  }
  say("421 4.4.2 The text did not end, or a line of it is too long");
  return After::over;
}

SmtpServer::After SmtpServer::keep(std::string text, bool too_big) {
  Mail mail = std::move(mail_);
  forget_mail();
  if (too_big) return refuse("552 5.3.4 Too big");
  mail.text = std::move(text);
  const std::size_t number = store_.add(std::move(mail));
  if (number == 0) return refuse("452 4.3.1 The store is full");
  return say("250 2.0.0 Kept as number " + std::to_string(number));
}

void SmtpServer::forget_mail() {
  has_sender_ = false;
  mail_ = {};
}

}  // namespace demo
