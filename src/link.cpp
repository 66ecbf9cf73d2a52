#include <mailmote/link.hpp>

#include <cstring>

namespace mailmote {

namespace {

constexpr std::size_t max_window = 0xFFFF;
constexpr std::uint32_t longest_ms = 0x7FFFFFFF;  // beyond, a clock that wraps takes the future for the past

}  // namespace

Link::Link(std::span<char> rx, std::span<char> tx, Start start)
    : secured_(start == Start::secured),
      rx_size_(static_cast<std::uint16_t>(rx.size() < max_window ? rx.size() : max_window)),
      rx_(rx.data()),
      window_(rx.data(), 0),
      out_(tx) {}

Wants Link::wants() const {
  Wants wants;
  wants.closed = state_ == State::ended;
  wants.tls = state_ == State::securing;
  wants.write = !tx().empty();
  // Reading goes on while the window has room: the end of the stream, too, must be seen.
  wants.read = state_ == State::open && eof_ == Io::done && window().size() < rx_size_;
  return wants;
}

std::span<char> Link::rx() {
  if (window_.data() != rx_) std::memmove(rx_, window_.data(), window_.size());
  window_ = {rx_, window_.size()};
  return {rx_ + window_.size(), rx_size_ - window_.size()};
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
  wipe({rx_, rx_size_});
  window_ = {rx_, 0};
  out_.drop();
  secured_ = true;
  state_ = State::open;
}

void Link::end() {
  out_.drop();
  state_ = State::ended;
  armed_ = false;
}

namespace {

// What one call of the transport did. A port that says `done` moved one octet or more, and no more than it was given.
// One that moved none is taken to wait; what else it may claim is no basis to go on.
Io judge(IoResult result, std::size_t most, Io nothing, Turn& turn) {
  Io io = result.io;
  if (io == Io::done && result.count == 0) io = nothing;
  if (io == Io::want_read) turn.waits = turn.waits | Interest::read;
  if (io == Io::want_write) turn.waits = turn.waits | Interest::write;
  if (io == Io::done && result.count > most) io = Io::failed;
  if (io == Io::done) turn.moved = true;
  return io;
}

bool is_broken(Io io) { return io > Io::want_write; }

// Sends until nothing is left or the transport has no room, or is broken.
Io send_waiting(Link& link, Transport& transport, Turn& turn) {
  Io io = Io::done;
  while (io == Io::done && !link.tx().empty()) {
    const std::string_view tx = link.tx();
    const IoResult wrote = transport.write(tx);
    io = judge(wrote, tx.size(), Io::want_write, turn);
    if (io == Io::done) link.tx_done(wrote.count);
  }
  return io;
}

void receive_once(Link& link, Transport& transport, Turn& turn) {
  const std::span<char> rx = link.rx();
  if (rx.empty()) return;
  const IoResult got = transport.read(rx);
  const Io io = judge(got, rx.size(), Io::want_read, turn);
  if (io == Io::done) link.rx_done(got.count);
  if (!is_broken(io)) return;
  link.eof(io);
  turn.moved = true;
}

}  // namespace

Turn turn(Link& link, Transport& transport, std::uint32_t now) {
  Turn result;
  link.tick(now);
  const Io sending = send_waiting(link, transport, result);
  const bool broken = is_broken(sending);
  if (broken || link.wants().read) receive_once(link, transport, result);
  // A peer that hung up may have said why before it did: its last words are read, turn by turn, though it no longer
  // listens.
  if (broken && !result.moved) {
    link.eof(sending);
    result.moved = true;
  }
  return result;
}

}  // namespace mailmote
