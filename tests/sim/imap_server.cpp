#include "imap_server.hpp"

#include <algorithm>
#include <cctype>

namespace sim {

namespace {

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

// The size of the literal that a line announces: "{12}" or "{12+}". False if it ends otherwise.
bool announces(const std::string& line, std::size_t& size, bool& waits) {
  if (!line.ends_with("}\r\n")) return false;
  const std::size_t open = line.rfind('{'), close = line.size() - 3;
  if (open == std::string::npos) return false;
  waits = line[close - 1] != '+';
  const std::string digits = line.substr(open + 1, close - open - (waits ? 1 : 2));
  if (digits.empty() || digits.size() > 9 || digits.find_first_not_of("0123456789") != std::string::npos) return false;
  size = std::stoul(digits);
  return true;
}

}  // namespace

ImapServer::ImapServer(const ImapBehaviour& behaviour, const std::string& user, const std::string& secret, Dice dice)
    : store(dice), behaviour_(behaviour), dice_(dice) {
  sasl_.user = user;
  sasl_.secret = secret;
  sasl_.refuses = behaviour.refuses_login;
}

void ImapServer::connected() {
  if (behaviour_.implicit_tls) {
    state_ = State::handshake;
  } else {
    greet();
  }
}

void ImapServer::greet() {
  if (behaviour_.preauth) login_ = Login::yes;
  const std::string code = behaviour_.tells_in_greeting ? "CAPABILITY " + capabilities() : "";
  say(Answer::greeting, "", "* " + styled(behaviour_.preauth ? "PREAUTH" : "OK") + status_text(code, "sim.example"));
}

bool ImapServer::shake_hands() {
  if (state_ != State::handshake) return false;
  state_ = State::commands;
  line_.clear();
  command_.clear();
  login_ = Login::no;
  secured_ = true;
  if (behaviour_.implicit_tls) greet();
  return true;
}

void ImapServer::hear(std::string_view octets, bool secured) {
  for (const char c : octets) {
    if (state_ == State::over || state_ == State::deaf) return;
    if (state_ == State::handshake || secured != secured_) return end(Hangup::reset);  // no handshake begins so
    if (command_.empty()) read_at_begin_ = read_by_client;
    command_ += c;
    if (literal_left_ != 0) {
      if (read_by_client < plus_ends_) complain("an octet of a literal before its +");
      --literal_left_;
      continue;
    }
    line_ += c;
    if (line_.ends_with("\r\n")) take_line();
  }
  if (late_.empty() || state_ == State::deaf) return;
  put(late_);
  late_.clear();
  ambiguous_until_ = said_;
}

void ImapServer::complain(const std::string& what) {
  // Whoever was told to go on for nothing is not to blame for what comes of it.
  const bool confused = behaviour_.misdeed == ImapMisdeed::twice || behaviour_.misdeed == ImapMisdeed::plus;
  if (complaint.empty() && !(confused && misdeed_done_)) complaint = what;
}

void ImapServer::take_line() {
  const std::string line = std::move(line_);
  line_.clear();
  if (line.find_first_of("\r\n") != line.size() - 2) complain("a line end within a line");
  if (line.find('\0') != std::string::npos) complain("a NUL");
  const bool late = done_is_due_ && line == "DONE\r\n";  // it was on its way when IDLE ended
  done_is_due_ = false;
  if (late) return command_.clear();
  if (state_ == State::commands) {
    std::size_t size = 0;
    bool waits = false;
    if (announces(line, size, waits)) return announce_literal(line);
    execute();
    command_.clear();
    return;
  }
  if (read_by_client < plus_ends_) complain("it goes on before the +");
  command_.clear();
  if (state_ == State::sasl) return go_on(sasl_.take(line.substr(0, line.size() - 2)));
  if (line != "DONE\r\n") complain("a command in IDLE");
  state_ = State::commands;
  complete("OK");
}

void ImapServer::announce_literal(const std::string& line) {
  std::size_t size = 0;
  bool waits = false;
  announces(line, size, waits);
  tag_ = command_.substr(0, command_.find(' '));
  plus_ends_ = 0;
  if (!waits && !may_not_wait(size)) complain("a literal that does not wait");
  if (waits && login_ != Login::no && (behaviour_.refuses_literals || (line == command_ && refuses())))
    return refuse_literal();
  literal_left_ = size;
  if (!waits && is_due(ImapMisdeed::early_ok)) accept_early();
  if (waits) say_plus(Answer::plus_for_literal, "go on");
}

bool ImapServer::may_not_wait(std::size_t size) const { return has("LITERAL+") || (has("LITERAL-") && size <= 4096); }

void ImapServer::refuse_literal() {
  command_.clear();
  tags_.insert(tag_);
  verb_.clear();
  by_uid_ = false;
  complete(dice_.coin() ? "NO" : "BAD", dice_.coin() ? "TOOBIG" : "", "no literals here");
}

// A command is complete.
void ImapServer::execute() {
  const std::string line = command_.substr(0, command_.size() - 2);
  const std::size_t space = line.find(' ');
  tag_ = line.substr(0, space);
  by_uid_ = false;
  if (tag_.empty() || tag_.find_first_of("+*(){%\"\\") != std::string::npos) return complain("no tag: " + line);
  if (!tags_.insert(tag_).second) complain("a tag for the second time");
  const auto words = parse_words(space == std::string::npos ? "" : line.substr(space + 1));
  if (!words || words->empty()) {
    complain("no command: " + line);
    return complete("BAD");
  }
  ImapWords arguments(words->begin() + 1, words->end());
  verb_ = upper(words->front().text);
  if (verb_ == "UID" && !arguments.empty()) {
    by_uid_ = true;
    verb_ = upper(arguments.front().text);
    arguments.erase(arguments.begin());
  }
  const Known* command = known(verb_);
  if (command == nullptr) {
    complain("an unknown command: " + line);
    return complete("BAD");
  }
  run(*command, arguments);
}

void ImapServer::run(const Known& known, const ImapWords& words) {
  const std::string needs = by_uid_ && verb_ == "EXPUNGE" ? "UIDPLUS" : known.capability;
  if (!needs.empty() && !has(needs)) complain(verb_ + " without " + needs);
  const bool in_time = login_ == known.needs || (known.needs == Login::yes && login_ == Login::selected);
  const bool any_time = verb_ == "CAPABILITY" || verb_ == "NOOP" || verb_ == "LOGOUT" || verb_ == "ID";
  const bool selects = verb_ == "SELECT" || verb_ == "EXAMINE";
  if (selects) said_before_select_ = said_;
  // What went along with a SELECT that was refused.
  const bool went_along =
      read_at_begin_ <= said_before_select_ && known.needs == Login::selected && login_ == Login::yes;
  if (!any_time && !in_time) {
    if (!went_along) complain(verb_ + " out of time");
    return complete("BAD");
  }
  if (by_uid_ && known.needs != Login::selected) complain("UID " + verb_);
  if (!any_time && login_ != Login::no && refuses()) {
    if (selects) leave();
    return complete(dice_.coin() ? "NO" : "BAD", dice_.coin() ? "CANNOT" : "", "not now");
  }
  others_act();
  if ((this->*known.handler)(words)) return;
  complain("arguments: " + command_);
  complete("BAD");
}

bool ImapServer::refuses() { return behaviour_.refuses_in != 0 && dice_.once_in(behaviour_.refuses_in); }

const ImapServer::Known* ImapServer::known(const std::string& verb) const {
  using S = ImapServer;
  static constexpr Known all[] = {
      {"CAPABILITY", Login::no, "", &S::capability},
      {"STARTTLS", Login::no, "STARTTLS", &S::starttls},
      {"LOGIN", Login::no, "", &S::login},
      {"AUTHENTICATE", Login::no, "", &S::authenticate},
      {"NOOP", Login::no, "", &S::noop},
      {"CHECK", Login::selected, "", &S::noop},
      {"LOGOUT", Login::no, "", &S::logout},
      {"ID", Login::no, "ID", &S::id},
      {"ENABLE", Login::yes, "ENABLE", &S::enable},
      {"IDLE", Login::yes, "IDLE", &S::idle},
      {"SELECT", Login::yes, "", &S::select},
      {"EXAMINE", Login::yes, "", &S::select},
      {"CREATE", Login::yes, "", &S::create},
      {"DELETE", Login::yes, "", &S::remove},
      {"RENAME", Login::yes, "", &S::rename},
      {"SUBSCRIBE", Login::yes, "", &S::subscribe},
      {"UNSUBSCRIBE", Login::yes, "", &S::subscribe},
      {"LIST", Login::yes, "", &S::list},
      {"LSUB", Login::yes, "", &S::list},
      {"NAMESPACE", Login::yes, "NAMESPACE", &S::name_space},
      {"STATUS", Login::yes, "", &S::status},
      {"APPEND", Login::yes, "", &S::append},
      {"CLOSE", Login::selected, "", &S::close},
      {"UNSELECT", Login::selected, "UNSELECT", &S::close},
      {"EXPUNGE", Login::selected, "", &S::expunge},
      {"SEARCH", Login::selected, "", &S::search},
      {"FETCH", Login::selected, "", &S::fetch},
      {"STORE", Login::selected, "", &S::store_flags},
      {"COPY", Login::selected, "", &S::copy},
      {"MOVE", Login::selected, "MOVE", &S::copy},
  };
  for (const Known& k : all)
    if (verb == k.verb) return &k;
  return nullptr;
}

// What is said.

std::string ImapServer::styled(std::string line) const {
  if (!behaviour_.lower_case) return line;
  for (char& c : line) {
    if (c == ' ' || c == '(') break;
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return line;
}

std::string ImapServer::status_text(const std::string& code, const std::string& text) {
  std::string s;
  if (!code.empty()) s += " [" + code + "]";
  if (code.empty() && behaviour_.codes && dice_.once_in(3)) s += " [X-WHAT (\"a]b\" {2}\r\nxy) 7]";
  if (behaviour_.silent_texts && dice_.coin()) return s;
  return s + " " + text + (behaviour_.codes ? " [with brackets]" : "");
}

// Whether another command may be answered first: one that this one does not touch (RFC 3501 5.5).
bool ImapServer::answers_later() {
  const bool may = verb_ == "STATUS" || verb_ == "LIST" || verb_ == "LSUB" || verb_ == "CAPABILITY";
  return behaviour_.swaps && may && login_ != Login::no && dice_.coin();
}

// The answer to the command under way.
void ImapServer::complete(const std::string& status, const std::string& code, const std::string& text) {
  const std::string told = news();
  if (answers_later()) {
    put(data_ + told);
    data_.clear();
    late_ += tag_ + " " + styled(status) + status_text(code, text) + "\r\n";
    return;
  }
  const bool starts_tls = verb_ == "STARTTLS" && state_ == State::handshake;
  say(starts_tls ? Answer::starttls : Answer::completion, told, tag_ + " " + styled(status) + status_text(code, text));
  // Messages may have gone: until the client has read this, its numbers may be others (RFC 3501 5.5).
  const bool numbers_hold = !by_uid_ && (verb_ == "FETCH" || verb_ == "STORE" || verb_ == "SEARCH");
  if (!numbers_hold && !misdeed_done_) ambiguous_until_ = said_;
}

void ImapServer::say_plus(Answer kind, const std::string& text) {
  const std::size_t before = said_;
  const bool said = say(kind, "", behaviour_.bare_plus ? "+" : "+ " + text);
  const bool twice = behaviour_.misdeed == ImapMisdeed::twice || behaviour_.misdeed == ImapMisdeed::plus;
  plus_ends_ = !said ? SIZE_MAX : twice ? before : said_;
}

// Data, news and a line. False if something else was said.
bool ImapServer::say(Answer kind, const std::string& news, const std::string& line) {
  if (state_ == State::over || state_ == State::deaf) return false;
  const bool wrong =
      !misdeed_done_ && behaviour_.misdeed != ImapMisdeed::none && answers_ >= behaviour_.misdeed_at && fits(kind);
  ++answers_;
  bool intact = true;
  if (wrong) {
    misdeed_done_ = true;
    intact = misbehave(kind, news, line);
  } else {
    put(data_ + news + line + "\r\n");
  }
  data_.clear();
  return intact;
}

void ImapServer::put(const std::string& octets) {
  out += octets;
  said_ += octets.size();
}

void ImapServer::end(Hangup how) {
  state_ = State::over;
  hangup = how;
}

// The login.

std::string ImapServer::capabilities() const {
  std::string all = "IMAP4rev1";
  if (behaviour_.sasl_ir) all += " SASL-IR";
  if (!behaviour_.literals.empty()) all += " " + behaviour_.literals;
  if (login_ != Login::no) return all + behaviour_.extensions;
  if (!secured_) all += behaviour_.more_in_clear + (behaviour_.starttls ? " STARTTLS" : "");
  if (behaviour_.logindisabled) all += " LOGINDISABLED";
  std::string mechanism;
  for (const char c : behaviour_.mechanisms + " ") {
    if (c != ' ') {
      mechanism += c;
    } else if (!mechanism.empty()) {
      all += " AUTH=" + mechanism;
      mechanism.clear();
    }
  }
  return all;
}

bool ImapServer::has(const std::string& capability) const {
  return (" " + capabilities() + " ").find(" " + capability + " ") != std::string::npos;
}

bool ImapServer::capability(const ImapWords& words) {
  untagged("CAPABILITY " + capabilities() + (behaviour_.sloppy ? " " : ""));
  complete("OK");
  return words.empty();
}

bool ImapServer::starttls(const ImapWords& words) {
  if (behaviour_.starttls && !secured_) state_ = State::handshake;
  complete(state_ == State::handshake ? "OK" : "NO");
  return words.empty();
}

bool ImapServer::login(const ImapWords& words) {
  if (behaviour_.logindisabled) complain("LOGIN where it is disabled");
  if (words.size() != 2 || !words[0].is_astring() || !words[1].is_astring()) return false;
  go_on(sasl_.judge(words[0].text == sasl_.user && words[1].text == sasl_.secret && !behaviour_.logindisabled));
  return true;
}

bool ImapServer::authenticate(const ImapWords& words) {
  if (words.empty() || words.size() > 2) return false;
  if (!has("AUTH=" + words[0].text)) complain("a mechanism that was not offered");
  if (words.size() == 2 && !has("SASL-IR")) complain("an initial response without SASL-IR");
  if (words.size() == 1) {
    go_on(sasl_.begin(words[0].text, {}));
  } else {
    go_on(sasl_.begin(words[0].text, words[1].text));
  }
  return true;
}

void ImapServer::go_on(SaslServer::Verdict verdict) {
  using Verdict = SaslServer::Verdict;
  state_ = verdict == Verdict::asks ? State::sasl : State::commands;
  if (verdict == Verdict::asks) return say_plus(Answer::plus, sasl_.challenge());
  if (verdict != Verdict::accepted) return complete("NO", "AUTHENTICATIONFAILED", "no");
  login_ = Login::yes;
  const std::string told = "CAPABILITY " + capabilities();
  const bool in_code = behaviour_.tells_at_login && dice_.coin();
  if (behaviour_.tells_at_login && !in_code) untagged(told);
  complete("OK", in_code ? told : "");
}

bool ImapServer::noop(const ImapWords& words) {
  complete("OK");
  return words.empty();
}

bool ImapServer::logout(const ImapWords& words) {
  untagged("BYE" + status_text("", "see you"));
  complete("OK");
  if (state_ == State::commands) end(Hangup::close);
  return words.empty();
}

bool ImapServer::id(const ImapWords& words) {
  untagged(dice_.coin() ? "ID NIL" : "ID (\"name\" " + string("sim") + " \"version\" NIL)");
  complete("OK");
  if (words.size() != 1) return false;
  const ImapWord& word = words[0];
  if (!word.is_list()) return upper(word.text) == "NIL";
  return word.items.size() % 2 == 0 && std::all_of(word.items.begin(), word.items.end(), [](const ImapWord& w) {
           return w.is_string() || upper(w.text) == "NIL";
         });
}

bool ImapServer::enable(const ImapWords& words) {
  untagged("ENABLED");
  complete("OK");
  return !words.empty() && std::all_of(words.begin(), words.end(), [](const ImapWord& w) { return w.is_atom(); });
}

bool ImapServer::idle(const ImapWords& words) {
  if (!words.empty()) return false;
  state_ = State::idle;
  say_plus(Answer::plus_for_idle, "idling");
  if (state_ == State::idle) put(news());
  return true;
}

}  // namespace sim
