#include <mailmote/link.hpp>

#include <cstring>

namespace mailmote {

namespace {

constexpr std::size_t max_window = 0xFFFF;
constexpr std::uint32_t longest_ms = 0x7FFFFFFF;  // beyond, a clock that wraps takes the future for the past

}  // namespace

Link::Link(std::span<char> rx, std::span<char> tx, Start start)
    : out_(tx), rx_(rx.data(), rx.size() < max_window ? rx.size() : max_window), secured_(start == Start::secured) {}

Wants Link::wants() const {
  Wants wants;
  wants.closed = state_ == State::ended;
  wants.tls = state_ == State::securing;
  wants.write = !tx().empty();
  // Reading goes on while the window has room: the end of the stream, too, must be seen.
  wants.read = state_ == State::open && eof_ == Io::done && (start_ == end_ || end_ < rx_.size() || start_ != 0);
  return wants;
}

std::span<char> Link::rx() {
  if (start_ == end_) start_ = end_ = 0;
  if (end_ == rx_.size() && start_ != 0) {
    std::memmove(rx_.data(), rx_.data() + start_, static_cast<std::size_t>(end_ - start_));
    end_ = static_cast<std::uint16_t>(end_ - start_);
    start_ = 0;
  }
  return rx_.subspan(end_);
}

void Link::eof(Io how) { eof_ = how; }

std::string_view Link::tx() const { return state_ == State::open ? out_.ready() : std::string_view(); }

void Link::tick(std::uint32_t now) {
  if (!ticked_) deadline_ += now;  // armed before the time was known
  ticked_ = true;
  now_ = now;
  if (armed_ && static_cast<std::int32_t>(now - deadline_) >= 0) timed_out_ = true;
}

void Link::arm(std::uint32_t milliseconds) {
  deadline_ = now_ + (milliseconds < longest_ms ? milliseconds : longest_ms);
  armed_ = milliseconds != 0;
  timed_out_ = false;
}

void Link::forget_clear() {
  wipe(rx_);
  start_ = end_ = 0;
  out_.drop();
  secured_ = true;
  state_ = State::open;
}

void Link::fail(const Error& error) {
  error_ = error;
  end();
}

void Link::end() {
  out_.drop();
  state_ = State::ended;
  armed_ = false;
}

namespace {

// A transcript gets what left, less what is secret.
void show_sent(Observer& observer, std::string_view tx, Outbox::Shown shown, std::size_t n) {
  const std::size_t before = shown.before < n ? shown.before : n;
  const std::size_t hidden = n - before < shown.hidden ? n - before : shown.hidden;
  const std::size_t after = n - before - hidden;
  observer.sent({tx.data(), before}, static_cast<std::uint32_t>(hidden));
  if (after != 0) observer.sent({tx.data() + before + hidden, after}, 0);
}

// A port that says `done` moved one octet or more, and no more than it was given. One that moved none is taken to
// wait; what else it may claim is no basis to go on.
IoResult checked(IoResult result, std::size_t most, Io nothing) {
  if (result.io != Io::done) return result;
  if (result.count == 0) return {nothing, 0};
  return result.count <= most ? result : IoResult{Io::failed, 0};
}

// Sends until nothing is left or the transport has no room. Io::done, or how the transport is broken.
Io send_waiting(Link& link, Transport& transport, Observer* observer, Turn& turn) {
  while (!link.tx().empty()) {
    const std::string_view tx = link.tx();
    const IoResult wrote = checked(transport.write(tx), tx.size(), Io::want_write);
    switch (wrote.io) {
      case Io::done:
        if (observer != nullptr) show_sent(*observer, tx, link.shown(), wrote.count);
        link.tx_done(wrote.count);
        turn.moved = true;
        break;
      case Io::want_read: turn.waits = turn.waits | Interest::read; return Io::done;
      case Io::want_write: turn.waits = turn.waits | Interest::write; return Io::done;
      default: return wrote.io;
    }
  }
  return Io::done;
}

void receive_once(Link& link, Transport& transport, Observer* observer, Turn& turn) {
  const std::span<char> rx = link.rx();
  if (rx.empty()) return;
  const IoResult got = checked(transport.read(rx), rx.size(), Io::want_read);
  switch (got.io) {
    case Io::done:
      if (observer != nullptr) observer->received({rx.data(), got.count});
      link.rx_done(got.count);
      turn.moved = true;
      break;
    case Io::want_read: turn.waits = turn.waits | Interest::read; break;
    case Io::want_write: turn.waits = turn.waits | Interest::write; break;
    default: link.eof(got.io); turn.moved = true;
  }
}

}  // namespace

Turn turn(Link& link, Transport& transport, std::uint32_t now, Observer* observer) {
  Turn result;
  link.tick(now);
  const Io sending = send_waiting(link, transport, observer, result);
  const bool stands = sending == Io::done;
  if (!stands || link.wants().read) receive_once(link, transport, observer, result);
  // A peer that hung up may have said why before it did: its last words are read, turn by turn, though it no longer
  // listens.
  if (stands || result.moved) return result;
  link.eof(sending);
  result.moved = true;
  return result;
}

}  // namespace mailmote
