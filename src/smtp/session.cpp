// Replies: what an answer means where the conversation stands.
#include <mailmote/smtp/session.hpp>

#include <cstring>

namespace mailmote::smtp {

namespace {

constexpr std::uint16_t service_closing = 421;  // RFC 5321 3.8: a server may say it at any time

// Who speaks, if the greeting begins with that. No SMTP server's does.
Advice other_service(char first) {
  if (first == '*') return Advice::use_imap;
  if (first == '+') return Advice::use_pop3;
  // A TLS alert or handshake record (RFC 8446 5.1).
  return first == 0x15 || first == 0x16 ? Advice::use_ssl : Advice::none;
}

constexpr std::size_t least_buffer = 64;

}  // namespace

Session::Session(const Buffers& buffers, const Settings& settings)
    : Link(buffers.rx, buffers.tx, settings.start),
      kept_(buffers.scratch.subspan(buffers.scratch.size() / 2)),
      settings_(settings),
      reader_(buffers.scratch.first(buffers.scratch.size() / 2)) {}

void Session::start() {
  if (state() != State::open) return;
  if (rx().size() + window().size() < least_buffer || kept_.size() < least_buffer / 2) return no_room();
  expect(Command::greeting);
  early_ = false;  // nobody has to ask for a greeting
}

void Session::secured() {
  if (state() != State::securing) return;
  forget_clear();  // the reader is between two replies: on_starttls() saw to it
  capabilities_.reset();
  say_hello();
}

SessionEvent Session::next() {
  pump();
  if (due_ < EventKind::closed) due_ = EventKind::need_input;
  while (due_ == EventKind::need_input && state() == State::open && advance()) continue;
  SessionEvent e;
  e.kind = due_;
  if (e.kind != EventKind::reply) return e;
  e.command = answered_;
  e.reply = said_;
  if (answered_ == Command::rcpt) e.index = static_cast<std::uint16_t>(recipients_ - 1);
  return e;
}

// One step through what arrived; false if all of it was read.
bool Session::advance() {
  std::string_view& in = window();
  if (!in.empty() && !replying_ && !begin_reply(in[0])) return false;
  const Event e = reader_.next(in);
  if (e.kind == Kind::need_input) {
    out_of_input();
    return false;
  }
  if (e.kind == Kind::failed) {
    broken(e);
  } else if (e.kind == Kind::end) {
    said_.enhanced = e.enhanced;
    on_reply();
  } else {
    said_.code = e.code;
    keep(e);
    // What stands behind a HELO's 250 is small talk.
    if (oldest() == Command::hello && !helo_ && e.code == 250) capabilities_.read(e);
  }
  return true;
}

// False if it is no reply.
bool Session::begin_reply(char first) {
  const Advice elsewhere = oldest() == Command::greeting ? other_service(first) : Advice::none;
  if (elsewhere != Advice::none) {
    stop(Category::protocol, elsewhere);
    return false;
  }
  replying_ = true;
  if (!is_asked()) early_ = true;
  said_ = {};
  return true;
}

// The lines of a reply, joined by spaces, as far as there is room.
void Session::keep(const Event& text) {
  std::size_t used = said_.text.size();
  std::size_t n = text.text.size();
  if (n > kept_.size() - used) {
    n = kept_.size() - used;
    said_.cut = true;
  }
  if (n != 0) std::memcpy(kept_.data() + used, text.text.data(), n);
  used += n;
  if (text.last && used != 0 && used != kept_.size() && kept_[used - 1] != ' ') kept_[used++] = ' ';
  said_.text = {kept_.data(), used};
}

void Session::end_text() {
  while (!said_.text.empty() && said_.text.back() == ' ') said_.text.remove_suffix(1);
}

void Session::on_reply() {
  end_text();
  stage_ = stage();
  replying_ = false;
  if (stage_ == Stage::close || said_.code == service_closing) return refuse(Category::rejected);
  if (early_) return on_early();
  answered_ = oldest();
  answered();
  switch (answered_) {
    case Command::greeting: return on_greeting();
    case Command::hello: return on_hello();
    case Command::starttls: return on_starttls();
    case Command::auth: return on_auth();
    case Command::data: return on_data();
    default: return on_mail();
  }
}

// Nothing was asked, or not to its end. While a text or a login goes out, a refusal may come early (552); an
// acceptance may not.
void Session::on_early() {
  if (said_.code >= 400 && stage_ == Stage::auth) return on_auth();
  const bool texting = phase_ == Phase::body || oldest() == Command::body;
  return refuse(texting ? Category::rejected : Category::protocol);
}

void Session::on_greeting() { said_.code == 220 ? say_hello() : refuse(Category::rejected); }

void Session::say_hello() {
  helo_ = helo_ || settings_.hello == Hello::plain;
  stage_ = Stage::capability;
  return ask(Command::hello, settings_.name);
}

// A command of our own.
void Session::ask(Command command, std::string_view argument) {
  const Put put = put_line(command, argument);
  if (put == Put::refused) return stop(Category::input, Advice::fix_header_value);
  if (put != Put::done) no_room();
}

void Session::on_hello() {
  const bool accepted = said_.code == 250;
  if (!accepted && said_.code < 500) return refuse(Category::rejected);
  if (!is_secured() && settings_.upgrade == Upgrade::required) return upgrade();
  if (accepted) return log_in();
  if (helo_) return refuse(Category::rejected);
  helo_ = true;
  return say_hello();
}

void Session::upgrade() {
  stage_ = Stage::tls;
  if (said_.code != 250) return refuse(Category::policy, Advice::starttls_not_offered);
  if (!capabilities_.starttls) return stop(Category::policy, Advice::starttls_not_offered);
  return ask(Command::starttls, {});
}

// RFC 3207. Octets behind the 220 were not sent under TLS, by whomever (CVE-2011-0411).
void Session::on_starttls() {
  if (said_.code != 220) return refuse(Category::policy, Advice::starttls_not_offered);
  if (!window().empty()) return stop(Category::protocol, Advice::tampered_starttls);
  begin_securing();
}

void Session::broken(const Event& found) {
  const bool limit = reader_.fault() >= Fault::line_length;
  stage_ = stage();
  said_ = {};
  keep(found);
  end_text();
  return refuse(limit ? Category::limit : Category::protocol);
}

// All that arrived was read. No end of stream, not even a proper one, completes anything.
void Session::out_of_input() {
  if (ended_by() != Io::done)
    return stop(Category::closed, stage() == Stage::data ? Advice::not_completed : Advice::none);
  if (timed_out()) stop(Category::timeout, Advice::none);
}

Stage Session::stage() const {
  // In the order of Command.
  static constexpr Stage stages[] = {Stage::spec, Stage::greeting, Stage::capability, Stage::tls,
                                     Stage::auth, Stage::envelope, Stage::envelope,   Stage::data,
                                     Stage::data, Stage::envelope, Stage::close};
  return oldest() == Command::none ? stage_ : stages[static_cast<std::size_t>(oldest())];
}

// It ends by what we found, not by the server's words.
void Session::stop(Category category, Advice advice) {
  stage_ = stage();
  said_ = {};
  return refuse(category, advice);
}

// It ends by the reply that was read last. One below 400 refuses nothing: it was not due. What comes of a QUIT is a
// proper end in any case.
void Session::refuse(Category category, Advice advice) {
  end();
  phase_ = Phase::over;
  due_ = EventKind::closed;
  if (stage_ == Stage::close) return;
  due_ = EventKind::failed;
  Error& error = failure();
  error.category = category;
  error.advice = advice;
  if (said_.code != 0 && said_.code < 400) {
    error.category = Category::protocol;
    error.advice = Advice::none;
  }
  error.stage = stage_;
  error.retry = Retry::after_fix;
  if (said_.for_now() || category == Category::timeout) error.retry = Retry::later;
  if (category == Category::closed) error.retry = Retry::reconnect;
  error.reply = said_.code;
  error.enhanced = said_.enhanced;
  error.server_text = said_.text;
  error.text_cut = said_.cut;
}

}  // namespace mailmote::smtp
