#include "connection.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>

namespace demo {

using mailmote::Io;
using mailmote::IoResult;

Connection::Connection(int descriptor, const Identity& identity, const Patience& patience)
    : socket_(descriptor), identity_(identity), patience_(patience) {}

Connection::~Connection() {
  flush();
  if (tls_ != nullptr) tls_->close_notify();
  ::shutdown(socket_.descriptor(), SHUT_RDWR);
}

mailmote::Transport& Connection::transport() {
  if (tls_ != nullptr) return *tls_;
  return socket_;
}

Connection::Clock::time_point Connection::deadline() const {
  return std::min(Clock::now() + patience_.step, session_end_);
}

bool Connection::wait(Io wanted, Clock::time_point until) const {
  if (wanted != Io::want_read && wanted != Io::want_write) return false;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
  if (left <= 0) return false;
  pollfd descriptor{socket_.descriptor(), static_cast<short>(wanted == Io::want_read ? POLLIN : POLLOUT), 0};
  ::poll(&descriptor, 1, static_cast<int>(left));
  return true;
}

Connection::Line Connection::read_line(std::string& line) {
  const auto until = deadline();
  for (;;) {
    const std::size_t end = in_.find("\r\n", searched_);
    if (end != std::string::npos && end - in_used_ <= max_line) {
      line.assign(in_, in_used_, end - in_used_);
      in_used_ = searched_ = end + 2;
      return Line::whole;
    }
    if (in_.size() - in_used_ > max_line) return Line::too_long;
    if (!flush(until) || !receive(until)) return Line::gone;
  }
}

bool Connection::read_octets(std::size_t count, std::string& octets) {
  const auto until = session_end_;
  octets.clear();
  while (octets.size() < count) {
    if (in_used_ == in_.size() && (!flush(until) || !receive(std::min(until, deadline())))) return false;
    const std::size_t taken = std::min(count - octets.size(), in_.size() - in_used_);
    octets.append(in_, in_used_, taken);
    in_used_ += taken;
    searched_ = in_used_;
  }
  return true;
}

bool Connection::is_quiet(std::chrono::milliseconds time) {
  if (!flush() || in_used_ != in_.size()) return false;
  const auto until = std::min(Clock::now() + time, session_end_);
  std::array<char, 4096> chunk;
  for (;;) {
    const IoResult got = transport().read(chunk);
    if (got.io == Io::done) in_.append(chunk.data(), got.count);
    if (got.io == Io::done || Clock::now() >= session_end_) return false;
    if (!wait(got.io, until)) return got.io == Io::want_read || got.io == Io::want_write;
  }
}

void Connection::write(std::string_view text) {
  if (stuck_) return;
  out_ += text;
  if (out_.size() > max_unsent) flush();
}

bool Connection::receive(Clock::time_point until) {
  in_.erase(0, in_used_);
  in_used_ = 0;
  searched_ = in_.empty() ? 0 : in_.size() - 1;  // its last octet may be half a line end
  std::array<char, 4096> chunk;
  for (;;) {
    const IoResult got = transport().read(chunk);
    if (got.io == Io::done) {
      in_.append(chunk.data(), got.count);
      return true;
    }
    if (!wait(got.io, until)) return false;
  }
}

bool Connection::flush() { return flush(deadline()); }

bool Connection::flush(Clock::time_point until) {
  std::string_view rest = out_;
  while (!rest.empty()) {
    const IoResult sent = transport().write(rest);
    if (sent.io == Io::done) {
      rest.remove_prefix(sent.count);
    } else if (!wait(sent.io, until)) {
      break;
    }
  }
  stuck_ = stuck_ || !rest.empty();
  out_.clear();
  return !stuck_;
}

bool Connection::start_tls() {
  if (!flush() || in_used_ != in_.size() || is_secured()) return false;
  auto tls = std::make_unique<TlsServer>(socket_, identity_);
  const auto until = deadline();
  for (;;) {
    const Io io = tls->handshake();
    if (io == Io::done) break;
    if (!wait(io, until)) return false;
  }
  tls_ = std::move(tls);
  return true;
}

}  // namespace demo
