// One lwip::Network and somebody at the other end, for tests that need no mail.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "tcp_server.hpp"

namespace lwip_world {

using mailmote::Io;
using mailmote::IoResult;

inline Io open(World& world, mailmote::lwip::Network& network, std::string_view host = World::address4,
               std::uint16_t port = 25) {
  for (const std::uint64_t end = world.elapsed_ms() + 900'000; world.elapsed_ms() < end; world.turn(Pace::rest)) {
    const Io io = network.open(host, port);
    if (io != Io::want_read && io != Io::want_write) return io;
  }
  return Io::want_read;
}

// What comes until there is no more for three seconds, and how that ended.
inline std::string read_all(World& world, mailmote::lwip::Network& network, Io& ended, std::size_t piece = 256) {
  std::string text;
  for (std::uint64_t last = world.elapsed_ms(); world.elapsed_ms() - last < 3'000;) {
    std::vector<char> buffer(piece);
    const IoResult got = network.read(buffer);
    CHECK((got.count != 0) == (got.io == Io::done));
    ended = got.io;
    if (got.io == Io::want_read) {
      world.turn(Pace::rest);
    } else if (got.io == Io::done) {
      text.append(buffer.data(), got.count);
      last = world.elapsed_ms();
    } else {
      break;
    }
  }
  return text;
}

// Waits until there is something to read, or an end, as a blocking caller does. How long that took.
inline std::uint32_t wait_and_read(mailmote::lwip::Network& network, std::uint32_t most_ms, IoResult& got,
                                   std::span<char> into) {
  const std::uint32_t since = World::now();
  while ((got = network.read(into)).io == Io::want_read && World::now() - since < most_ms)
    network.wait(mailmote::Interest::read, since + most_ms);
  return World::now() - since;
}

inline std::string pattern(std::size_t size) {
  std::string text(size, '\0');
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>(i * 2654435761U >> 11U);
  return text;
}

// A server that says `text`, or listens.
struct Peer {
  World& world;
  std::shared_ptr<Speaker> speaker;
  TcpServer tcp;

  explicit Peer(World& w, std::string text = "", sim::Hangup then = sim::Hangup::no)
      : world(w), speaker(std::make_shared<Speaker>(std::move(text), then)), tcp(w, [this] { return speaker; }) {}
};

}  // namespace lwip_world
