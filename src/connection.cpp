#include <mailmote/connection.hpp>

#include <iterator>

#include "error.hpp"

namespace mailmote {

namespace {

constexpr std::uint32_t pause_ms = 1'000;  // between two attempts

// Beyond, a clock that wraps takes the future for the past.
constexpr std::uint32_t bounded(std::uint32_t milliseconds) {
  return milliseconds < 0x7FFFFFFF ? milliseconds : 0x7FFFFFFF;
}

struct Meaning {
  Category category;
  Advice advice;
  Retry retry;
};

Advice certificate_advice(std::uint8_t bits) {
  if ((bits & cert_clock_unset) != 0) return Advice::set_clock;
  if ((bits & cert_revoked) != 0) return Advice::certificate_revoked;
  if ((bits & cert_wrong_host) != 0) return Advice::certificate_wrong_host;
  if ((bits & cert_expired) != 0) return Advice::certificate_expired;
  if ((bits & cert_not_yet_valid) != 0) return Advice::set_clock;
  if ((bits & cert_unknown_issuer) != 0) return Advice::certificate_unknown_issuer;
  if ((bits & cert_weak) != 0) return Advice::certificate_weak;
  return Advice::certificate_faulty;
}

// In the order of FaultKind.
constexpr Meaning meanings[] = {
    {Category::closed, Advice::none, Retry::reconnect},                 // none
    {Category::network, Advice::check_host_name, Retry::after_fix},     // unknown_host
    {Category::network, Advice::check_network, Retry::later},           // resolver
    {Category::network, Advice::nothing_listens, Retry::after_fix},     // refused
    {Category::network, Advice::check_network, Retry::later},           // unreachable
    {Category::timeout, Advice::firewall_or_wrong_port, Retry::later},  // connect_timeout
    {Category::closed, Advice::none, Retry::reconnect},                 // reset
    {Category::network, Advice::check_resources, Retry::later},         // local
    {Category::tls, Advice::no_entropy, Retry::after_fix},              // no_entropy
    {Category::io, Advice::read_ca, Retry::after_fix},                  // bad_ca
    {Category::cert, Advice::install_ca, Retry::after_fix},             // no_ca
    {Category::tls, Advice::use_tls_not_ssl, Retry::after_fix},         // plain_text
    {Category::tls, Advice::old_tls, Retry::after_fix},                 // handshake
    {Category::tls, Advice::none, Retry::reconnect},                    // record
    {Category::unsupported, Advice::no_tls_here, Retry::after_fix},     // no_tls
    {Category::cert, Advice::certificate_faulty, Retry::after_fix},     // certificate, see certificate_advice()
};
static_assert(std::size(meanings) == static_cast<std::size_t>(FaultKind::certificate) + 1);

Stage stage_of(FaultKind kind, Stage stage) {
  return kind == FaultKind::unknown_host || kind == FaultKind::resolver ? Stage::dns : stage;
}

}  // namespace

void Connection::note(Notice notice) const {
  if (observer_ != nullptr) observer_->notice(notice, settings_.host);
}

void Connection::enter(Phase phase, std::uint32_t milliseconds) {
  phase_ = phase;
  limited_ = milliseconds != 0;
  deadline_ = now_ + bounded(milliseconds);
}

bool Connection::passed(std::uint32_t deadline) const { return static_cast<std::int32_t>(now_ - deadline) >= 0; }

void Connection::open(const Settings& settings) {
  network_.close();
  network_.claim(this);
  settings_ = settings;
  clear(error_);
  secured_ = false;
  now_ = network_.now();
  overall_deadline_ = now_ + bounded(settings.overall_ms);
  enter(Phase::connecting, settings.connect_ms);
  note(Notice::connecting);
}

void Connection::renew() { overall_deadline_ = network_.now() + bounded(settings_.overall_ms); }

void Connection::close() {
  if (phase_ == Phase::closed) return;
  if (network_.is_claimed_by(this)) network_.close();
  phase_ = Phase::closed;
  note(Notice::closed);
}

Connection::Progress Connection::step(Link* link) {
  now_ = network_.now();
  idle_ = false;
  if (phase_ == Phase::closed) return Progress::failed;
  if (!network_.is_claimed_by(this)) return fail(Category::closed, Stage::connect, Advice::one_at_a_time);
  if (settings_.overall_ms != 0 && passed(overall_deadline_)) return out_of_time();
  switch (phase_) {
    case Phase::pausing:
      idle_ = !passed(deadline_);
      if (!idle_) enter(Phase::connecting, settings_.connect_ms);
      return Progress::again;
    case Phase::connecting: return connect();
    case Phase::securing: return secure(link);
    default: return link == nullptr ? Progress::again : talk(*link);
  }
}

// The overall limit has passed, wherever that was.
Connection::Progress Connection::out_of_time() {
  switch (phase_) {
    case Phase::pausing: phase_ = Phase::closed; return Progress::failed;  // as the last attempt did
    case Phase::connecting: return fail(Category::timeout, Stage::connect, Advice::firewall_or_wrong_port);
    case Phase::securing: return late_handshake();
    default: return fail(Category::timeout, Stage::data, Advice::none);
  }
}

Connection::Progress Connection::connect() {
  const Io io = network_.open(settings_.host, settings_.port);
  if (io == Io::done) {
    note(Notice::connected);
    if (settings_.start == Start::clear) {
      enter(Phase::talking, 0);
      return Progress::opened;
    }
    enter(Phase::securing, settings_.tls_ms);
    return Progress::again;
  }
  if (io != Io::want_read && io != Io::want_write) return retry_or(fail_by_port(Stage::connect));
  if (limited_ && passed(deadline_))
    return retry_or(fail(Category::timeout, Stage::connect, Advice::firewall_or_wrong_port));
  waits_ = io == Io::want_read ? Interest::read : Interest::write;
  idle_ = true;
  return Progress::again;
}

// Another attempt, where one is left and might fare better.
Connection::Progress Connection::retry_or(Progress failed) {
  const bool hopeful = error_.retry != Retry::after_fix || error_.fault == FaultKind::refused;
  if (settings_.attempts <= 1 || !hopeful) return failed;
  --settings_.attempts;
  enter(Phase::pausing, pause_ms);
  waits_ = Interest::none;
  note(Notice::retrying);
  return Progress::again;
}

Connection::Progress Connection::secure(Link* link) {
  const Io io = network_.secure(settings_.host, settings_.verify);
  if (io == Io::done) {
    secured_ = true;
    if (link != nullptr) link->tick(now_);
    enter(Phase::talking, 0);
    note(settings_.verify == Verify::required ? Notice::secured : Notice::tls_unverified);
    return link == nullptr ? Progress::opened : Progress::secured;
  }
  if (io != Io::want_read && io != Io::want_write) return broken_handshake(link);
  if (limited_ && passed(deadline_)) return late_handshake();
  waits_ = io == Io::want_read ? Interest::read : Interest::write;
  idle_ = !network_.pending();
  return Progress::again;
}

Connection::Progress Connection::broken_handshake(const Link* link) {
  const Progress failed = fail_by_port(Stage::tls);
  // It agreed to STARTTLS and spoke on in clear: a wrong port it is not.
  if (link != nullptr && error_.fault == FaultKind::plain_text) error_.advice = Advice::tampered_starttls;
  return failed;
}

// A plain-text server that does not finish its line: the port knows already, and waits for the rest of the words.
Connection::Progress Connection::late_handshake() {
  const bool known = network_.fault().kind != FaultKind::none;
  return known ? fail_by_port(Stage::tls) : fail(Category::timeout, Stage::tls, Advice::none);
}

Connection::Progress Connection::talk(Link& link) {
  if (link.wants().tls) {
    enter(Phase::securing, settings_.tls_ms);
    return Progress::again;
  }
  const Turn did = turn(link, network_, now_, observer_);
  waits_ = did.waits;
  idle_ = !did.moved;
  return Progress::moved;
}

Connection::Progress Connection::fail(Category category, Stage stage, Advice advice) {
  set(error_, {category, stage, advice, Retry::later});
  complete(error_);
  close();
  return Progress::failed;
}

Connection::Progress Connection::fail_by_port(Stage stage) {
  const Fault fault = network_.fault();
  const Meaning& means = meanings[static_cast<std::size_t>(fault.kind)];
  set(error_, {means.category, stage_of(fault.kind, stage), means.advice, means.retry});
  if (fault.kind == FaultKind::certificate) error_.advice = certificate_advice(fault.certificate);
  error_.fault = fault.kind;
  error_.certificate = fault.certificate;
  error_.server_text = fault.text;
  complete(error_);
  close();
  return Progress::failed;
}

void Connection::complete(Error& error) const {
  error.host = settings_.host;
  error.port = settings_.port;
  // A stream that broke under TLS was perhaps tampered with: that is another matter than a peer that hung up.
  if (error.category == Category::closed && error.fault == FaultKind::none &&
      network_.fault().kind == FaultKind::record) {
    error.category = Category::tls;
    error.fault = FaultKind::record;
  }
  if (error.category == Category::timeout && error.stage == Stage::greeting && !secured_)
    error.advice = Advice::perhaps_ssl;
}

void Connection::wait(const Link* link, std::uint32_t most_ms) {
  now_ = network_.now();
  std::uint32_t until = now_ + most_ms;
  const auto sooner = [&](bool applies, std::uint32_t deadline) {
    if (applies && static_cast<std::int32_t>(deadline - until) < 0) until = deadline;
  };
  sooner(limited_, deadline_);
  sooner(settings_.overall_ms != 0, overall_deadline_);
  sooner(link != nullptr && link->has_deadline(), link != nullptr ? link->deadline() : 0);
  network_.wait(waits_, until);
}

}  // namespace mailmote
