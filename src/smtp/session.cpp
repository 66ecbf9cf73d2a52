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
      settings_(settings),
      reader_(lower_half(buffers.scratch)),
      kept_(upper_half(buffers.scratch)),
      has_room_(buffers.rx.size() >= least_buffer && buffers.scratch.size() >= least_buffer) {}

void Session::start() {
  phase_ = Phase::greeting;
  arm(settings_.greeting_ms);
  if (!has_room_) static_cast<void>(stop(Category::limit, Stage::greeting, Advice::buffer_too_small));
}

void Session::secured() {
  if (state() != State::securing) return;
  forget_clear();
  reader_.reset();
  capabilities_ = {};
  pending_count_ = 0;
  kept_over_ = true;
  helo_ = false;
  static_cast<void>(say_hello());
}

SessionEvent Session::over() const {
  SessionEvent e;
  e.kind = error().category == Category::none ? EventKind::closed : EventKind::failed;
  return e;
}

SessionEvent Session::next() {
  if (state() == State::ended) return over();
  if (state() == State::securing || phase_ == Phase::idle) return {};
  pump();
  for (;;) {
    std::string_view in = window();
    if (phase_ == Phase::greeting && !reader_.in_reply() && !in.empty() && is_tls_record(in[0]))
      return stop(Category::protocol, Stage::greeting, Advice::use_ssl);
    if (!reader_.in_reply() && !in.empty() && !is_asked()) early_ = true;
    const Event e = reader_.next(in);
    consumed_to(in);
    switch (e.kind) {
      case Kind::need_input: return out_of_input();
      case Kind::failed: return broken(e);
      case Kind::text:
        if (phase_ == Phase::hello) capabilities_.read(e);
        keep(e);
        break;
      case Kind::end: {
        const SessionEvent result = on_reply(e);
        if (result.kind != EventKind::need_input) return result;
        if (state() == State::ended) return over();
        if (state() == State::securing) return result;
      }
    }
  }
}

// The lines of a reply, joined by spaces, as far as there is room.
void Session::keep(const Event& text) {
  if (kept_over_) {
    kept_used_ = 0;
    kept_cut_ = kept_over_ = kept_gap_ = false;
  }
  const auto append = [this](std::string_view s) {
    const std::size_t room = kept_.size() - kept_used_;
    const std::size_t n = s.size() < room ? s.size() : room;
    if (n < s.size()) kept_cut_ = true;
    if (n != 0) std::memcpy(kept_.data() + kept_used_, s.data(), n);
    kept_used_ = static_cast<std::uint16_t>(kept_used_ + n);
  };
  if (!text.text.empty()) {
    if (kept_gap_ && kept_used_ != 0) append(" ");
    append(text.text);
    kept_gap_ = false;
  }
  if (text.last) kept_gap_ = true;
}

SessionEvent Session::on_reply(const Event& end) {
  Reply reply;
  reply.code = end.code;
  reply.enhanced = end.enhanced;
  reply.cut = kept_cut_;
  while (kept_used_ != 0 && kept_[kept_used_ - 1U] == ' ') --kept_used_;
  reply.text = {kept_.data(), kept_used_};
  kept_over_ = true;
  const bool early = early_;
  early_ = false;

  if (is_leaving()) return on_quit();
  if (reply.code == service_closing) return stop(Category::rejected, stage(), reply);
  if (phase_ == Phase::greeting) return on_greeting(reply);
  if (early) return on_early(reply);
  const Command command = oldest();
  answered();
  switch (command) {
    case Command::hello: return on_hello(reply);
    case Command::starttls: return on_starttls(reply);
    case Command::auth: return on_auth(reply);
    case Command::data: return on_data(reply);
    default: return on_mail(command, reply);
  }
}

// Nothing was asked, or not to its end. While a text or a login goes out, a refusal may come early (552); an
// acceptance may not.
SessionEvent Session::on_early(const Reply& reply) {
  const bool refused = reply.code >= 400;
  if (refused && (phase_ == Phase::body || oldest() == Command::body))
    return stop(Category::rejected, Stage::data, reply);
  if (refused && phase_ == Phase::auth) return on_auth(reply);
  return stop(Category::protocol, stage(), reply);
}

SessionEvent Session::on_greeting(const Reply& reply) {
  if (reply.code >= 400) return stop(Category::rejected, Stage::greeting, reply);
  if (reply.code != 220) return stop(Category::protocol, Stage::greeting, reply);
  return say_hello();
}

SessionEvent Session::say_hello() {
  helo_ = helo_ || settings_.hello == Hello::plain;
  phase_ = Phase::hello;
  switch (put_line(Command::hello, helo_ ? "HELO " : "EHLO ", settings_.name)) {
    case Put::done: return {};
    case Put::too_small: return stop(Category::limit, Stage::capability, Advice::buffer_too_small);
    default: return stop(Category::input, Stage::capability, Advice::fix_header_value);
  }
}

SessionEvent Session::on_hello(const Reply& reply) {
  const bool must_upgrade = !is_secured() && settings_.upgrade == Upgrade::required;
  if (!reply.positive()) {
    capabilities_ = {};
    if (reply.for_now()) return stop(Category::rejected, Stage::capability, reply);
    if (reply.code < 500) return stop(Category::protocol, Stage::capability, reply);
    if (must_upgrade) return stop(Category::policy, Stage::tls, reply, Advice::starttls_not_offered);
    if (helo_) return stop(Category::rejected, Stage::capability, reply);
    helo_ = true;
    return say_hello();
  }
  if (reply.code != 250) return stop(Category::protocol, Stage::capability, reply);
  if (helo_) capabilities_ = {};  // what stands behind a HELO's 250 is small talk
  if (!must_upgrade) return log_in();
  if (!capabilities_.starttls) return stop(Category::policy, Stage::tls, Advice::starttls_not_offered);
  phase_ = Phase::starttls;
  if (put_line(Command::starttls, "STARTTLS", {}) != Put::done)
    return stop(Category::limit, Stage::tls, Advice::buffer_too_small);
  return {};
}

// RFC 3207. Octets behind the 220 were not sent under TLS, by whomever (CVE-2011-0411).
SessionEvent Session::on_starttls(const Reply& reply) {
  if (reply.code >= 400) return stop(Category::policy, Stage::tls, reply, Advice::starttls_not_offered);
  if (reply.code != 220) return stop(Category::protocol, Stage::tls, reply);
  if (!window().empty()) return stop(Category::protocol, Stage::tls, Advice::tampered_starttls);
  disarm();
  begin_securing();
  return {};
}

SessionEvent Session::on_quit() {
  end();
  return over();
}

SessionEvent Session::broken(const Event& failure) {
  const bool limit = reader_.fault() == Fault::line_length || reader_.fault() == Fault::line_count;
  if (is_leaving()) return on_quit();
  const Advice advice = phase_ == Phase::greeting ? other_service(failure.text) : Advice::none;
  Reply reply;
  kept_used_ = static_cast<std::uint16_t>(failure.text.size() < kept_.size() ? failure.text.size() : kept_.size());
  if (kept_used_ != 0) std::memcpy(kept_.data(), failure.text.data(), kept_used_);
  reply.text = {kept_.data(), kept_used_};
  reply.cut = kept_used_ < failure.text.size();
  return stop(limit ? Category::limit : Category::protocol, stage(), reply, advice);
}

// All that arrived was read. No end of stream, not even a proper one, completes anything.
SessionEvent Session::out_of_input() {
  const bool hung_up = ended_by() != Io::done;
  if (!hung_up && !timed_out()) return {};
  if (is_leaving()) return on_quit();
  if (!hung_up) return stop(Category::timeout, stage(), Advice::none, Retry::later);
  const bool mailing = stage() == Stage::data;
  return stop(Category::closed, stage(), mailing ? Advice::not_completed : Advice::none, Retry::reconnect);
}

Stage Session::stage() const {
  switch (phase_) {
    case Phase::idle:
    case Phase::greeting: return Stage::greeting;
    case Phase::hello: return Stage::capability;
    case Phase::starttls: return Stage::tls;
    case Phase::auth: return Stage::auth;
    case Phase::body: return Stage::data;
    case Phase::ready:
    case Phase::quitting: break;
  }
  switch (oldest()) {
    case Command::data:
    case Command::body: return Stage::data;
    case Command::quit: return Stage::close;
    default: return Stage::envelope;
  }
}

SessionEvent Session::stop(Category category, Stage stage, Advice advice, Retry retry) {
  Error error;
  error.category = category;
  error.stage = stage;
  error.advice = advice;
  error.retry = retry;
  fail(error);
  return over();
}

SessionEvent Session::stop(Category category, Stage stage, const Reply& reply, Advice advice) {
  Error error;
  error.category = category;
  error.stage = stage;
  error.advice = advice;
  error.retry = reply.for_now() ? Retry::later : Retry::after_fix;
  error.reply = reply.code;
  error.enhanced = reply.enhanced;
  error.server_text = reply.text;
  error.text_cut = reply.cut;
  fail(error);
  return over();
}

}  // namespace mailmote::smtp
