#include "imap_server.hpp"

#include <algorithm>
#include <charconv>

#include "base64.hpp"
#include "words.hpp"

namespace demo {
namespace {

struct Announced {
  std::size_t size;
  bool synchronising;  // the client waits for our `+`
};

// The literal that the octets behind this line are; a size beyond all bounds is the largest that there is.
std::optional<Announced> announced(std::string_view line) {
  if (!line.ends_with('}')) return std::nullopt;
  const std::size_t open = line.rfind('{');
  if (open == std::string_view::npos) return std::nullopt;
  std::string_view digits = line.substr(open + 1, line.size() - open - 2);
  const bool synchronising = !digits.ends_with('+');
  if (!synchronising) digits.remove_suffix(1);
  std::size_t size = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), size);
  if (digits.empty() || end != digits.data() + digits.size()) return std::nullopt;
  return Announced{error == std::errc() ? size : SIZE_MAX, synchronising};
}

bool is_tag(std::string_view tag) {
  return !tag.empty() && std::all_of(tag.begin(), tag.end(), [](char c) {
    return c > ' ' && c <= '~' && std::string_view("(){%*\"\\+").find(c) == std::string_view::npos;
  });
}

}  // namespace

const ImapServer::Command ImapServer::commands[] = {
    {"CAPABILITY", State::greeted, false, &ImapServer::capability},
    {"NOOP", State::greeted, false, &ImapServer::noop},
    {"LOGOUT", State::greeted, false, &ImapServer::logout},
    {"ID", State::greeted, false, &ImapServer::id},
    {"STARTTLS", State::greeted, false, &ImapServer::start_tls},
    {"LOGIN", State::greeted, false, &ImapServer::log_in},
    {"AUTHENTICATE", State::greeted, false, &ImapServer::authenticate},
    {"SELECT", State::logged_in, false, &ImapServer::select},
    {"EXAMINE", State::logged_in, false, &ImapServer::examine},
    {"LIST", State::logged_in, false, &ImapServer::list},
    {"LSUB", State::logged_in, false, &ImapServer::lsub},
    {"STATUS", State::logged_in, false, &ImapServer::status},
    {"SUBSCRIBE", State::logged_in, false, &ImapServer::subscribe},
    {"UNSUBSCRIBE", State::logged_in, false, &ImapServer::subscribe},
    {"CREATE", State::logged_in, false, &ImapServer::no_other_mailbox},
    {"DELETE", State::logged_in, false, &ImapServer::no_other_mailbox},
    {"RENAME", State::logged_in, false, &ImapServer::no_other_mailbox},
    {"APPEND", State::logged_in, false, &ImapServer::append},
    {"IDLE", State::logged_in, false, &ImapServer::idle},
    {"CHECK", State::selected, false, &ImapServer::check},
    {"CLOSE", State::selected, false, &ImapServer::close},
    {"UNSELECT", State::selected, false, &ImapServer::unselect},
    {"EXPUNGE", State::selected, true, &ImapServer::expunge},
    {"SEARCH", State::selected, true, &ImapServer::search},
    {"FETCH", State::selected, true, &ImapServer::fetch},
    {"STORE", State::selected, true, &ImapServer::store},
    {"COPY", State::selected, true, &ImapServer::copy},
};

void ImapServer::serve() {
  untagged("OK [CAPABILITY " + capabilities() + "] Mailmote demonstration, nothing leaves this machine");
  std::string command;
  for (;;) {
    const Read read = read_command(command);
    if (read == Read::gone) return;
    if (read == Read::whole && obey(command) == After::over) return;
    if (errors_ > max_errors) {
      untagged("BYE Too many errors");
      return;
    }
  }
}

// --- commands

ImapServer::Read ImapServer::read_command(std::string& command) {
  std::string line;
  switch (client_.read_line(line)) {
    case Connection::Line::gone: return Read::gone;
    case Connection::Line::too_long: untagged("BYE Line too long"); return Read::gone;
    case Connection::Line::whole: break;
  }
  command = line;
  Read read = Read::whole;
  while (read == Read::whole && announced(line)) read = take_literal(command, line);
  return read;
}

// The octets that the end of `line` announces, and the line behind them.
ImapServer::Read ImapServer::take_literal(std::string& command, std::string& line) {
  const Announced literal = *announced(line);
  const std::size_t room = state_ == State::greeted ? max_literal : max_mail;
  if (literal.size > room || command.size() > room) {
    tag_ = command.substr(0, command.find(' '));
    no("[TOOBIG] Too big");
    return literal.synchronising ? Read::refused : Read::gone;
  }
  if (literal.synchronising) client_.write("+ Go ahead\r\n");
  std::string octets;
  if (!client_.read_octets(literal.size, octets) || client_.read_line(line) != Connection::Line::whole)
    return Read::gone;
  command += "\r\n" + octets + line;
  return Read::whole;
}

ImapServer::After ImapServer::obey(std::string_view command) {
  tag_ = take_word(command);
  if (!is_tag(tag_)) {
    tag_ = "*";
    return bad("A tag comes first");
  }
  std::string_view rest = command;
  std::string_view name = take_word(rest);
  by_uid_ = same(name, "UID");
  if (by_uid_) name = take_word(rest);
  const auto* const found = std::find_if(std::begin(commands), std::end(commands), [&](const Command& known) {
    return same(known.name, name) && (known.has_uid_form || !by_uid_);
  });
  if (found == std::end(commands)) return bad("Unknown command");
  Arguments arguments(rest);
  return run(*found, arguments);
}

ImapServer::After ImapServer::run(const Command& command, Arguments& arguments) {
  if (command.needed > state_) return bad(state_ == State::greeted ? "Log in first" : "Select a mailbox first");
  return (this->*command.run)(arguments);
}

ImapServer::After ImapServer::say(std::string_view status, std::string_view text) {
  client_.write(tag_ + " " + std::string(status) + " " + std::string(text) + "\r\n");
  return After::goes_on;
}

ImapServer::After ImapServer::bad(std::string_view text) {
  ++errors_;
  return say("BAD", text);
}

void ImapServer::untagged(std::string_view text) { client_.write("* " + std::string(text) + "\r\n"); }

// --- in any state

std::string ImapServer::capabilities() const {
  std::string words = "IMAP4rev1 LITERAL+ ID";
  if (!client_.is_secured()) words += " STARTTLS";
  if (state_ != State::greeted) return words + " IDLE UIDPLUS UNSELECT";
  return words + (may_log_in() ? " SASL-IR AUTH=PLAIN" : " LOGINDISABLED");
}

ImapServer::After ImapServer::capability(Arguments& arguments) {
  if (!arguments.done()) return bad("CAPABILITY takes no argument");
  untagged("CAPABILITY " + capabilities());
  return ok("That is all");
}

ImapServer::After ImapServer::noop(Arguments& arguments) {
  if (!arguments.done()) return bad("NOOP takes no argument");
  announce(Expunges::told);
  return ok("Nothing done");
}

ImapServer::After ImapServer::logout(Arguments& arguments) {
  if (!arguments.done()) return bad("LOGOUT takes no argument");
  untagged("BYE Until next time");
  ok("Logged out");
  return After::over;
}

// What the client says of itself is not looked at.
ImapServer::After ImapServer::id(Arguments& arguments) {
  if (arguments.empty()) return bad("ID takes NIL or a list");
  untagged("ID (\"name\" \"Mailmote demonstration\")");
  return ok("Pleased to meet you");
}

ImapServer::After ImapServer::start_tls(Arguments& arguments) {
  if (!arguments.done()) return bad("STARTTLS takes no argument");
  if (client_.is_secured()) return bad("TLS stands already");
  if (state_ != State::greeted) return bad("Too late");
  ok("Shake hands");
  return client_.start_tls() ? After::goes_on : After::over;
}

// --- login

ImapServer::After ImapServer::log_in(Arguments& arguments) {
  const std::string user = arguments.astring();
  arguments.space();
  const std::string password = arguments.astring();
  if (!arguments.done()) return bad("LOGIN user password");
  if (!may_log_in()) return no("[PRIVACYREQUIRED] STARTTLS first");
  return judge(account_.accepts(user, password));
}

ImapServer::After ImapServer::authenticate(Arguments& arguments) {
  if (!may_log_in()) return no("[PRIVACYREQUIRED] STARTTLS first");
  if (!same(arguments.word(), "PLAIN")) return no("[CANNOT] PLAIN is all that there is");
  std::string response;
  if (arguments.skip(' ')) {
    response = arguments.word();
  } else {
    client_.write("+ \r\n");
    if (client_.read_line(response) != Connection::Line::whole) return After::over;
  }
  if (!arguments.done()) return bad("AUTHENTICATE PLAIN [response]");
  // RFC 4959 3: "=" is a response without octets.
  const std::optional<std::string> octets = response == "=" ? std::string() : from_base64(response);
  if (!octets) return bad("Not base64");
  const std::optional<PlainResponse> login = read_plain(*octets);
  if (!login) return bad("Not a PLAIN response");
  if (!login->acts_for.empty() && login->acts_for != login->user)
    return no("[AUTHORIZATIONFAILED] Nobody acts for others here");
  return judge(account_.accepts(login->user, login->password));
}

ImapServer::After ImapServer::judge(bool accepted) {
  if (state_ != State::greeted) return bad("Logged in already");
  if (!accepted) {
    ++errors_;
    return no("[AUTHENTICATIONFAILED] Wrong user or password");
  }
  state_ = State::logged_in;
  return ok("[CAPABILITY " + capabilities() + "] Welcome");
}

}  // namespace demo
