#include "network.hpp"

#include <algorithm>
#include <cstring>

#include "broken.hpp"

namespace sim {

using mailmote::FaultKind;
using mailmote::Io;
using mailmote::IoResult;

Weather Weather::rolled(Dice& dice, std::size_t most_received, std::size_t most_sent) {
  Weather w;
  if (dice.coin()) w.most_read = dice.from(1, 40);
  if (dice.coin()) w.most_write = dice.from(1, 40);
  if (dice.coin()) w.stall_in = dice.from(2, 10);
  if (dice.coin()) w.delay_ms = dice.time(1, 300);
  if (dice.coin()) w.open_ms = dice.time(0, 2'000);
  if (dice.coin()) w.secure_ms = dice.time(0, 2'000);
  // One misfortune at most: more hide each other.
  switch (dice.from(0, 19)) {
    case 0: w.delay_ms = dice.time(10'000, 200'000); break;
    case 1: w.open_ms = dice.time(20'000, 100'000); break;
    case 2: w.secure_ms = dice.time(20'000, 100'000); break;
    case 3: w.refused = true; break;
    case 4: w.no_handshake = true; break;
    case 5:
    case 6:
      w.cut_received = dice.from(0, most_received);
      w.cut_by = static_cast<Hangup>(dice.from(1, 3));
      break;
    case 7:
    case 8:
      w.cut_sent = dice.from(0, most_sent);
      w.cut_by = static_cast<Hangup>(dice.from(1, 3));
      break;
    case 9: w.flip_received = dice.from(0, 600); break;
    case 10: w.flip_sent = dice.from(0, 1'000); break;
    default: break;
  }
  return w;
}

std::string Weather::text() const {
  std::string s;
  const auto say = [&s](const char* what, std::size_t n, std::size_t usual) {
    if (n != usual) s += std::string(s.empty() ? "" : ", ") + what + " " + std::to_string(n);
  };
  say("read", most_read, SIZE_MAX);
  say("write", most_write, SIZE_MAX);
  say("stall 1 in", stall_in, 0);
  say("delay", delay_ms, 0);
  say("open", open_ms, 0);
  say("secure", secure_ms, 0);
  say("refused", refused ? 1 : 0, 0);
  say("no handshake", no_handshake ? 1 : 0, 0);
  say("cut received", cut_received, SIZE_MAX);
  say("cut sent", cut_sent, SIZE_MAX);
  say("cut by", static_cast<std::size_t>(cut_by), 0);
  say("flip received", flip_received, SIZE_MAX);
  say("flip sent", flip_sent, SIZE_MAX);
  return s;
}

Io SimNetwork::open(std::string_view, std::uint16_t) {
  if (!beginning_) began_ = elapsed_ms;
  beginning_ = true;
  closed_ = false;
  if (elapsed_ms - began_ < weather_.open_ms) return Io::want_write;
  beginning_ = false;
  if (weather_.refused) {
    fault_ = FaultKind::refused;
    return Io::failed;
  }
  open_ = true;
  server_.connected();
  return Io::done;
}

// Octets of the server that are on their way, or come during the handshake, are no part of one.
Io SimNetwork::secure(std::string_view, mailmote::Verify) {
  if (!beginning_) began_ = elapsed_ms;
  beginning_ = true;
  deliver();
  collect();
  if (!to_client_.empty() || broken_ || weather_.no_handshake) {
    fault_ = FaultKind::handshake;
    return Io::failed;
  }
  if (elapsed_ms - began_ < weather_.secure_ms || !to_server_.empty()) return Io::want_read;
  beginning_ = false;
  if (!server_.shake_hands()) {
    fault_ = FaultKind::handshake;
    return Io::failed;
  }
  secured_ = true;
  return Io::done;
}

std::uint64_t SimNetwork::arrival(std::uint64_t previous) {
  const std::uint64_t delay = weather_.delay_ms == 0 ? 0 : dice_.time(0, weather_.delay_ms);
  return std::max(previous, elapsed_ms + delay);
}

void SimNetwork::falsify(std::string& octets, std::size_t first, std::size_t which) {
  if (which < first || which >= first + octets.size()) return;
  if (secured_) {  // TLS sees it
    broken_ = true;
    fault_ = FaultKind::record;
    octets.resize(which - first);
    return;
  }
  falsified_in_clear = true;
  octets[which - first] = static_cast<char>(octets[which - first] ^ (1 << dice_.from(0, 7)));
}

void SimNetwork::collect() {
  std::string said = std::move(server_.out);
  server_.out.clear();
  if (said.empty()) return;
  falsify(said, said_, weather_.flip_received);
  said_ += said.size();
  const std::size_t step = server_.drip_ms != 0 ? 1 : said.size();
  last_in_ = arrival(last_in_);
  for (std::size_t at = 0; at < said.size(); at += step) {
    to_client_.push_back({last_in_, said.substr(at, step), secured_, 0});
    last_in_ += server_.drip_ms;
  }
}

void SimNetwork::deliver() {
  while (!to_server_.empty() && to_server_.front().at <= elapsed_ms) {
    const Segment segment = std::move(to_server_.front());
    to_server_.pop_front();
    server_.read_by_client = segment.read;
    server_.hear(segment.octets, segment.secured);
  }
}

Io SimNetwork::end_of_stream() {
  const Hangup how =
      received_ >= weather_.cut_received || sent() >= weather_.cut_sent ? weather_.cut_by : server_.hangup;
  switch (how) {
    case Hangup::no: return Io::want_read;
    case Hangup::close: return Io::closed;
    case Hangup::truncate: return secured_ ? Io::truncated : Io::closed;
    case Hangup::reset: fault_ = FaultKind::reset; return Io::failed;
  }
  return Io::failed;
}

void SimNetwork::count() {
  require(++calls_ < 500'000, "it goes on and on: octets, or none");
  // A literal of any size has a day's time.
  require(elapsed_ms < 30ULL * 3600 * 1000, "it goes on and on: thirty hours");
}

IoResult SimNetwork::read(std::span<char> into) {
  count();
  deliver();
  collect();
  if (received_ >= weather_.cut_received) return {end_of_stream(), 0};
  if (into.empty() || stalls()) return {Io::want_read, 0};
  if (to_client_.empty()) return {broken_ ? Io::failed : end_of_stream(), 0};
  Segment& front = to_client_.front();
  if (front.at > elapsed_ms) return {Io::want_read, 0};
  const std::size_t n =
      std::min({into.size(), front.octets.size(), weather_.most_read, weather_.cut_received - received_});
  std::memcpy(into.data(), front.octets.data(), n);
  front.octets.erase(0, n);
  if (front.octets.empty()) to_client_.pop_front();
  received_ += n;
  stalled_ms_ = shortest_stall_ms;
  return {Io::done, static_cast<std::uint32_t>(n)};
}

IoResult SimNetwork::write(std::string_view bytes) {
  if (closed_ || !open_) ++writes_after_close;
  deliver();
  if (broken_ || sent() >= weather_.cut_sent) return {Io::failed, 0};
  if (server_.hangup != Hangup::no) {
    fault_ = FaultKind::reset;
    return {Io::failed, 0};
  }
  if (stalls()) return {Io::want_write, 0};
  const std::size_t n = std::min({bytes.size(), weather_.most_write, weather_.cut_sent - sent()});
  const std::size_t first = sent();
  stalled_ms_ = shortest_stall_ms;
  (secured_ ? sent_secured : sent_in_clear) += bytes.substr(0, n);
  std::string octets(bytes.substr(0, n));
  falsify(octets, first, weather_.flip_sent);
  last_out_ = arrival(last_out_);
  to_server_.push_back({last_out_, octets, secured_, received_});
  deliver();
  return {Io::done, static_cast<std::uint32_t>(n)};
}

void SimNetwork::close() {
  deliver();
  closed_ = true;
}

std::string_view SimNetwork::local_address(std::span<char> text) {
  const std::string_view address = "192.0.2.7";
  std::memcpy(text.data(), address.data(), address.size());
  return {text.data(), address.size()};
}

bool SimNetwork::random(std::span<char> into) {
  for (char& c : into) c = static_cast<char>(dice_.roll());
  return true;
}

void SimNetwork::pass(std::uint32_t milliseconds) {
  now_ += milliseconds;
  elapsed_ms += milliseconds;
}

// To the next thing that happens, or to `until`.
void SimNetwork::wait(mailmote::Interest, std::uint32_t until) {
  count();
  deliver();
  collect();
  const auto left = static_cast<std::int32_t>(until - now_);
  std::uint64_t step = left > 0 ? static_cast<std::uint64_t>(left) : 1;
  for (const auto* queue : {&to_client_, &to_server_})
    if (!queue->empty()) step = std::min(step, queue->front().at > elapsed_ms ? queue->front().at - elapsed_ms : 1);
  if (weather_.stall_in != 0) step = std::min<std::uint64_t>(step, stalled_ms_);
  stalled_ms_ = std::min<std::uint64_t>(2 * stalled_ms_, 3'600'000);
  if (beginning_) step = std::min<std::uint64_t>(step, 1'000);
  pass(static_cast<std::uint32_t>(step));
}

}  // namespace sim
