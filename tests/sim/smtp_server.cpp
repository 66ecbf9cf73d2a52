#include "smtp_server.hpp"

namespace sim {

namespace {

bool starts(const std::string& line, const char* word) { return line.rfind(word, 0) == 0; }

std::string path_in(const std::string& line) {
  const std::size_t open = line.find('<'), close = line.find('>');
  return open == std::string::npos || close == std::string::npos ? "?" : line.substr(open + 1, close - open - 1);
}

}  // namespace

SmtpBehaviour SmtpBehaviour::rolled(Dice& dice) {
  SmtpBehaviour b;
  b.ehlo = !dice.once_in(15);
  b.starttls = !dice.once_in(10);
  b.pipelining = dice.coin();
  b.size = dice.coin();
  b.eight_bit = dice.coin();
  b.login_required = dice.coin();
  constexpr const char* sets[] = {"PLAIN LOGIN XOAUTH2", "LOGIN", "PLAIN", "XOAUTH2", "GSSAPI", ""};
  b.mechanisms = sets[dice.coin() ? 0 : dice.from(0, 5)];
  b.refuses_login = dice.once_in(15);
  b.refuses_recipient_in = dice.once_in(3) ? dice.from(1, 4) : 0;
  b.greylists = dice.once_in(20);
  b.asks_for_text_anyway = dice.once_in(4);
  b.refuses_text_early = dice.once_in(20);
  b.refuses_text = dice.once_in(20);
  if (dice.once_in(3)) {
    b.misdeed = static_cast<SmtpMisdeed>(dice.from(1, static_cast<std::size_t>(SmtpMisdeed::injection)));
    b.misdeed_at = dice.once_in(3) ? at_verdict : dice.from(0, 12);
  }
  return b;
}

std::string SmtpBehaviour::text() const {
  std::string s = implicit_tls ? "TLS" : starttls ? "STARTTLS" : "clear";
  if (!ehlo) s += ", no EHLO";
  if (pipelining) s += ", PIPELINING";
  if (login_required) s += ", login required";
  s += ", AUTH " + mechanisms;
  if (refuses_login) s += ", refuses logins";
  if (refuses_recipient_in != 0) s += ", refuses a recipient in " + std::to_string(refuses_recipient_in);
  if (greylists) s += ", greylists";
  if (asks_for_text_anyway) s += ", asks for text anyway";
  if (refuses_text_early) s += ", refuses text early";
  if (refuses_text) s += ", refuses text";
  if (misdeed != SmtpMisdeed::none)
    s += ", misdeed " + std::to_string(static_cast<int>(misdeed)) +
         (misdeed_at == at_verdict ? " at the verdict" : " at reply " + std::to_string(misdeed_at));
  return s;
}

SmtpServer::SmtpServer(const SmtpBehaviour& behaviour, const std::string& user, const std::string& secret, Dice dice)
    : behaviour_(behaviour), dice_(dice) {
  sasl_.user = user;
  sasl_.secret = secret;
  sasl_.refuses = behaviour.refuses_login;
}

void SmtpServer::connected() {
  if (behaviour_.implicit_tls) {
    state_ = State::handshake;
  } else {
    say("220 mx.sim.example ESMTP");
  }
}

bool SmtpServer::shake_hands() {
  if (state_ != State::handshake) return false;
  state_ = State::commands;
  secured_ = true;
  line_.clear();
  authenticated_ = has_sender_ = false;
  if (behaviour_.implicit_tls) say("220 mx.sim.example ESMTP");
  return true;
}

void SmtpServer::hear(std::string_view octets, bool secured) {
  for (const char c : octets) {
    if (state_ == State::over) return;
    if (state_ == State::handshake || secured != secured_) return end(Hangup::reset);  // no handshake begins so
    line_ += c;
    if (!line_.ends_with("\r\n")) continue;
    const std::string line = line_.substr(0, line_.size() - 2);
    line_.clear();
    take_line(line);
  }
}

void SmtpServer::take_line(const std::string& line) {
  switch (state_) {
    case State::commands: return command(line);
    case State::text: return take_text(line);
    case State::login: return go_on(sasl_.take(line));
    case State::handshake:
    case State::over: return;
  }
}

void SmtpServer::command(const std::string& line) {
  if (starts(line, "EHLO ")) return hello(true);
  if (starts(line, "HELO ")) return hello(false);
  if (line == "STARTTLS") {
    if (!behaviour_.starttls || secured_) return say("502 5.5.1 no");
    state_ = State::handshake;
    return say("220 2.0.0 go ahead");
  }
  if (starts(line, "AUTH ")) return auth(line.substr(5));
  if (starts(line, "MAIL FROM:<")) return mail(line);
  if (starts(line, "RCPT TO:<")) return rcpt(line);
  if (line == "DATA") return data();
  if (line == "RSET") {
    has_sender_ = false;
    current_ = {};
    return say("250 2.0.0 ok");
  }
  if (line == "QUIT") {
    say("221 2.0.0 bye");
    return end(Hangup::close);
  }
  say("500 5.5.2 what");
}

void SmtpServer::hello(bool extended) {
  if (!extended || !behaviour_.ehlo) return say(extended ? "502 5.5.1 no" : "250 mx.sim.example");
  std::string reply = "250-mx.sim.example\r\n";
  if (behaviour_.pipelining) reply += "250-PIPELINING\r\n";
  if (behaviour_.size) reply += "250-SIZE 1000000\r\n";
  if (behaviour_.eight_bit) reply += "250-8BITMIME\r\n";
  if (behaviour_.starttls && !secured_) reply += "250-STARTTLS\r\n";
  if (!behaviour_.mechanisms.empty()) reply += "250-AUTH " + behaviour_.mechanisms + "\r\n";
  say(reply + "250 HELP");
}

void SmtpServer::auth(const std::string& argument) {
  if (authenticated_) return say("503 5.5.1 again");
  const std::size_t space = argument.find(' ');
  if (space == std::string::npos) return go_on(sasl_.begin(argument, {}));
  go_on(sasl_.begin(argument.substr(0, space), argument.substr(space + 1)));
}

void SmtpServer::go_on(SaslServer::Verdict verdict) {
  using Verdict = SaslServer::Verdict;
  state_ = verdict == Verdict::asks ? State::login : State::commands;
  authenticated_ = verdict == Verdict::accepted;
  switch (verdict) {
    case Verdict::unknown: return say("504 5.5.4 no");
    case Verdict::asks: return say("334 " + sasl_.challenge());
    case Verdict::accepted: return say("235 2.7.0 welcome");
    case Verdict::refused: return say("535-5.7.8 not\r\n535 5.7.8 accepted");
  }
}

void SmtpServer::mail(const std::string& line) {
  if (behaviour_.login_required && !authenticated_) return say("530 5.7.0 Authentication required");
  if (has_sender_) return say("503 5.5.1 nested MAIL");
  has_sender_ = true;
  current_ = {};
  current_.from = path_in(line);
  say("250 2.1.0 ok");
}

void SmtpServer::rcpt(const std::string& line) {
  if (!has_sender_) return say("503 5.5.1 MAIL first");
  if (behaviour_.greylists) return say("451 4.7.1 Greylisting in action");
  if (behaviour_.refuses_recipient_in != 0 && dice_.once_in(behaviour_.refuses_recipient_in))
    return say("550-5.1.1 no such user,\r\n550 5.1.1 really");
  current_.to.push_back(path_in(line));
  say("250 2.1.5 ok");
}

void SmtpServer::data() {
  if (current_.to.empty() && !behaviour_.asks_for_text_anyway) return say("554 5.5.1 no valid recipients");
  state_ = State::text;
  say("354 go ahead");
}

void SmtpServer::take_text(const std::string& line) {
  if (line == ".") {
    state_ = State::commands;
    has_sender_ = false;
    if (behaviour_.refuses_text || current_.to.empty()) return say_verdict("554 5.6.0 no");
    mails.push_back(current_);
    return say_verdict("250 2.0.0 queued");
  }
  current_.text += (line[0] == '.' ? line.substr(1) : line) + "\r\n";
  if (!behaviour_.refuses_text_early || current_.text.size() < 100) return;
  say("552 5.3.4 too big");
  end(Hangup::close);
}

void SmtpServer::say(const std::string& reply) {
  if (state_ == State::over) return;
  if (behaviour_.misdeed != SmtpMisdeed::none && replies_++ == behaviour_.misdeed_at) return misbehave(reply + "\r\n");
  out += reply + "\r\n";
}

void SmtpServer::say_verdict(const std::string& reply) {
  if (behaviour_.misdeed_at != SmtpBehaviour::at_verdict) return say(reply);
  behaviour_.misdeed_at = 0;  // once
  replies_ = 1;
  misbehave(reply + "\r\n");
}

void SmtpServer::misbehave(const std::string& reply) {
  switch (behaviour_.misdeed) {
    case SmtpMisdeed::none: break;
    case SmtpMisdeed::hang_up: return end(static_cast<Hangup>(dice_.from(1, 3)));
    case SmtpMisdeed::half_reply:
      out += reply.substr(0, dice_.from(1, reply.size() - 1));
      return end(static_cast<Hangup>(dice_.from(1, 3)));
    case SmtpMisdeed::silence: state_ = State::over; return;
    case SmtpMisdeed::closing: out += "421 4.3.2 closing\r\n"; return end(Hangup::close);
    case SmtpMisdeed::refuse: out += "554 5.3.0 no\r\n"; return;
    case SmtpMisdeed::wrong_code: out += std::to_string(dice_.from(100, 699)) + " what\r\n"; return;
    case SmtpMisdeed::garbage:
      for (std::size_t i = dice_.from(1, 200); i != 0; --i) out += static_cast<char>(dice_.roll());
      return;
    case SmtpMisdeed::bare_line_feed: out += reply.substr(0, reply.size() - 2) + "\n"; return;
    case SmtpMisdeed::twice: out += reply + reply; return;
    case SmtpMisdeed::endless:
      for (int i = 0; i < 200; ++i) out += reply.substr(0, 3) + "-more\r\n";
      return;
    case SmtpMisdeed::drip: drip_ms = 1'000; break;
    case SmtpMisdeed::injection: out += reply + (state_ == State::handshake ? "250 AUTH PLAIN\r\n" : ""); return;
  }
  out += reply;
}

void SmtpServer::end(Hangup how) {
  state_ = State::over;
  hangup = how;
}

}  // namespace sim
