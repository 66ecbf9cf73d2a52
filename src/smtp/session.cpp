// Replies: what an answer means where the conversation stands.
#include <mailmote/smtp/session.hpp>

#include <cstring>

namespace mailmote::smtp {

namespace {

constexpr std::uint16_t service_closing = 421;  // RFC 5321 3.8: a server may say it at any time

bool starts(std::string_view text, std::string_view with) {
  return text.size() >= with.size() && std::memcmp(text.data(), with.data(), with.size()) == 0;
}

// Whose greeting was that, if it was no SMTP server's?
Advice other_service(std::string_view greeting) {
  if (starts(greeting, "* ")) return Advice::use_imap;
  if (starts(greeting, "+OK")) return Advice::use_pop3;
  return Advice::none;
}

// A TLS alert or handshake record (RFC 8446 5.1). No greeting begins so.
bool is_tls_record(char first) { return first == 0x15 || first == 0x16; }

constexpr std::size_t least_buffer = 64;
constexpr std::size_t most_kept = 0xFFFF;

std::span<char> lower_half(std::span<char> s) { return s.first(s.size() / 2); }
std::span<char> upper_half(std::span<char> s) {
  const std::size_t n = s.size() / 2;
  return s.subspan(n, n < most_kept ? n : most_kept);
}

}  // namespace

Session::Session(const Buffers& buffers, const Settings& settings)
    : Link(buffers.rx, buffers.tx, settings.start),
      kept_(upper_half(buffers.scratch)),
      settings_(settings),
      reader_(lower_half(buffers.scratch)) {
  has_room_ = buffers.rx.size() >= least_buffer && buffers.scratch.size() >= least_buffer;
}

void Session::start() {
  phase_ = Phase::greeting;
  stage_ = Stage::greeting;
  arm(settings_.greeting_ms);
  if (!has_room_) stop(Category::limit, Advice::buffer_too_small);
}

void Session::secured() {
  if (state() != State::securing) return;
  forget_clear();
  reader_.reset();
  capabilities_.reset();
  pending_count_ = 0;
  text_open_ = false;
  helo_ = false;
  say_hello();
}

EventKind Session::over() const { return error().category == Category::none ? EventKind::closed : EventKind::failed; }

SessionEvent Session::next() {
  SessionEvent e;
  e.kind = advance();
  if (e.kind != EventKind::reply) return e;
  e.command = answered_;
  e.reply = {said().reply, said().enhanced, said().server_text, said().text_cut};
  if (answered_ == Command::rcpt) e.index = static_cast<std::uint16_t>(recipients_ - 1);
  return e;
}

EventKind Session::advance() {
  EventKind kind = EventKind::need_input;
  if (phase_ == Phase::idle) return kind;
  pump();
  while (state() == State::open && kind == EventKind::need_input) {
    std::string_view in = window();
    if (!in.empty() && !reader_.in_reply()) {
      if (phase_ == Phase::greeting && is_tls_record(in[0])) return stop(Category::protocol, Advice::use_ssl);
      if (!is_asked()) early_ = true;
    }
    const Event e = reader_.next(in);
    consumed_to(in);
    switch (e.kind) {
      case Kind::need_input: return out_of_input();
      case Kind::failed: return broken(e.text);
      case Kind::text:
        if (phase_ == Phase::hello) capabilities_.read(e);
        keep(e);
        break;
      case Kind::end:
        said().reply = e.code;
        said().enhanced = e.enhanced;
        kind = on_reply();
    }
  }
  return state() == State::ended ? over() : kind;
}

// The lines of a reply, joined by spaces, as far as there is room.
void Session::keep(const Event& text) {
  if (!text_open_) {
    said().server_text = {kept_.data(), 0};
    said().text_cut = text_gap_ = false;
    text_open_ = true;
  }
  if (!text.text.empty()) {
    if (text_gap_ && !said().server_text.empty()) append(" ");
    append(text.text);
    text_gap_ = false;
  }
  if (text.last) text_gap_ = true;
}

void Session::append(std::string_view text) {
  std::size_t used = said().server_text.size();
  for (const char c : text) {
    if (used == kept_.size()) {
      said().text_cut = true;
    } else {
      kept_[used++] = c;
    }
  }
  said().server_text = {kept_.data(), used};
}

EventKind Session::on_reply() {
  while (!said().server_text.empty() && said().server_text.back() == ' ') said().server_text.remove_suffix(1);
  text_open_ = false;
  stage_ = stage();
  const bool early = early_;
  early_ = false;

  if (is_leaving()) return on_quit();
  if (said().reply == service_closing) return refuse(Category::rejected);
  if (phase_ == Phase::greeting) return on_greeting();
  if (early) return on_early();
  answered_ = oldest();
  answered();
  switch (answered_) {
    case Command::hello: return on_hello();
    case Command::starttls: return on_starttls();
    case Command::auth: return on_auth();
    case Command::data: return on_data();
    default: return on_mail(answered_);
  }
}

// Nothing was asked, or not to its end. While a text or a login goes out, a refusal may come early (552); an
// acceptance may not.
EventKind Session::on_early() {
  const bool refused = said().reply >= 400;
  if (refused && phase_ == Phase::auth) return on_auth();
  const bool texting = phase_ == Phase::body || oldest() == Command::body;
  return refuse(refused && texting ? Category::rejected : Category::protocol);
}

EventKind Session::on_greeting() {
  if (said().reply == 220) return say_hello();
  return refuse(said().reply >= 400 ? Category::rejected : Category::protocol);
}

EventKind Session::say_hello() {
  helo_ = helo_ || settings_.hello == Hello::plain;
  phase_ = Phase::hello;
  stage_ = Stage::capability;
  const Put put = put_line(Command::hello, settings_.name);
  if (put == Put::done) return EventKind::need_input;
  if (put == Put::too_small) return stop(Category::limit, Advice::buffer_too_small);
  return stop(Category::input, Advice::fix_header_value);
}

EventKind Session::on_hello() {
  const std::uint16_t code = said().reply;
  const bool accepted = code == 250;
  if (helo_ || !accepted) capabilities_.reset();  // what stands behind a HELO's 250 is small talk
  if (!accepted && code < 500) return refuse(code >= 400 ? Category::rejected : Category::protocol);
  if (!is_secured() && settings_.upgrade == Upgrade::required) return upgrade(accepted);
  if (accepted) return log_in();
  if (helo_) return refuse(Category::rejected);
  helo_ = true;
  return say_hello();
}

EventKind Session::upgrade(bool greeted) {
  stage_ = Stage::tls;
  if (!greeted) return refuse(Category::policy, Advice::starttls_not_offered);
  if (!capabilities_.starttls) return stop(Category::policy, Advice::starttls_not_offered);
  phase_ = Phase::starttls;
  if (put_line(Command::starttls, {}) == Put::done) return EventKind::need_input;
  return stop(Category::limit, Advice::buffer_too_small);
}

// RFC 3207. Octets behind the 220 were not sent under TLS, by whomever (CVE-2011-0411).
EventKind Session::on_starttls() {
  if (said().reply >= 400) return refuse(Category::policy, Advice::starttls_not_offered);
  if (said().reply != 220) return refuse(Category::protocol);
  if (!window().empty()) return stop(Category::protocol, Advice::tampered_starttls);
  disarm();
  begin_securing();
  return EventKind::need_input;
}

EventKind Session::on_quit() {
  end();
  return over();
}

EventKind Session::broken(std::string_view octets) {
  const bool limit = reader_.fault() == Fault::line_length || reader_.fault() == Fault::line_count;
  if (is_leaving()) return on_quit();
  said() = {};
  said().server_text = {kept_.data(), 0};
  append(octets);
  stage_ = stage();
  return refuse(limit ? Category::limit : Category::protocol,
                phase_ == Phase::greeting ? other_service(octets) : Advice::none);
}

// All that arrived was read. No end of stream, not even a proper one, completes anything.
EventKind Session::out_of_input() {
  const bool hung_up = ended_by() != Io::done;
  if (!hung_up && !timed_out()) return EventKind::need_input;
  if (is_leaving()) return on_quit();
  stage_ = stage();
  const bool in_text = hung_up && stage_ == Stage::data;
  stop(hung_up ? Category::closed : Category::timeout, in_text ? Advice::not_completed : Advice::none);
  said().retry = hung_up ? Retry::reconnect : Retry::later;
  return EventKind::failed;
}

Stage Session::stage() const {
  constexpr Stage stages[] = {Stage::greeting, Stage::greeting, Stage::capability, Stage::tls,
                              Stage::auth,     Stage::envelope, Stage::data,       Stage::envelope};
  const Stage of_phase = stages[static_cast<std::size_t>(phase_)];
  const Command command = oldest();
  if (of_phase != Stage::envelope || command < Command::data) return of_phase;
  if (command == Command::quit) return Stage::close;
  return command == Command::rset ? Stage::envelope : Stage::data;
}

// It ends by what we found, not by the server's words.
EventKind Session::stop(Category category, Advice advice) {
  said() = Error();
  return refuse(category, advice);
}

// It ends by the reply that was read last.
EventKind Session::refuse(Category category, Advice advice) {
  Error& error = said();
  error.category = category;
  error.stage = stage_;
  error.advice = advice;
  error.retry = error.reply >= 400 && error.reply < 500 ? Retry::later : Retry::after_fix;
  end();
  return EventKind::failed;
}

}  // namespace mailmote::smtp
