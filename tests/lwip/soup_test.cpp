// Calls in any order, on two Networks at a time, in any weather: each answers as it promised, what is read is what was
// written, and in the end nothing is left.
#include <algorithm>
#include <array>
#include <memory>

#include "dns_server.hpp"
#include "peer.hpp"

using namespace mailmote;
using namespace lwip_world;

namespace {

constexpr const char* hosts[] = {"mx.example.org",   "dead.example.org", "two.example.org", "nobody.example.org",
                                 "192.0.2.1",        "[2001:db8::1]",    "192.0.2.99",      "203.0.113.5",
                                 "slow.example.org", "[no.address]"};

// Says a pattern, and perhaps ends.
std::shared_ptr<Speaker> some_speaker(sim::Dice& dice) {
  const std::size_t size = dice.coin() ? dice.from(0, 200) : dice.from(0, 20'000);
  return std::make_shared<Speaker>(pattern(size), dice.once_in(3) ? sim::Hangup::close : sim::Hangup::no);
}

class Soup {
 public:
  explicit Soup(std::uint64_t seed)
      : dice_(seed), world_(seed, dice_.coin() ? Weather() : Weather::rolled(dice_)), server_(world_, [this] {
          speakers_.push_back(some_speaker(dice_));
          return speakers_.back();
        }) {
    names_.know("mx.example.org", World::address4);
    names_.know("dead.example.org", World::dead4);
    names_.know("two.example.org", World::dead6);
    names_.know("two.example.org", World::address4);
    names_.know("slow.example.org", World::address6);
    for (End& end : ends_) end.network = std::make_unique<lwip::Network>(world_);
  }

  void stir() {
    End& end = ends_[dice_.from(0, 1)];
    switch (dice_.from(0, 16)) {
      case 0:
      case 1: return begin(end);
      case 2:
      case 3:
      case 4: return go_on(end);
      case 5:
      case 6:
      case 7: return read(end);
      case 8:
      case 9: return write(end);
      case 10: return world_.pass(dice_.time(0, dice_.once_in(5) ? 20'000 : 50));
      case 11: return end.network->wait(Interest::both, World::now() + dice_.time(0, 500));
      case 12: return dice_.once_in(3) ? close(end) : ask(end);
      case 13: return dice_.once_in(8) ? replace(end) : ask(end);
      case 14: return dice_.once_in(10) ? server_.reset() : world_.pass(1);
      case 15: return dice_.once_in(10) ? world_.unplug() : world_.plug_in();
      default:
        names_.mute = dice_.once_in(6);
        names_.takes_ms = dice_.time(0, 2'000);
        server_.deaf = dice_.once_in(6);
    }
  }

  void settle() {
    server_.deaf = false;
    world_.plug_in();
  }

  unsigned opened = 0;
  std::size_t octets = 0;

 private:
  struct End {
    std::unique_ptr<lwip::Network> network;
    const char* host = nullptr;  // of the attempt or connection; none: closed
    bool open = false;
    std::string heard;
  };

  void begin(End& end) {
    if (end.host != nullptr) return go_on(end);
    end.host = hosts[dice_.from(0, std::size(hosts) - 1)];
    end.heard.clear();
    go_on(end);
  }

  void go_on(End& end) {
    if (end.host == nullptr) return;
    const Io io = end.network->open(end.host, dice_.once_in(20) && !end.open ? 26 : 25);
    if (end.open) CHECK(io == Io::done);
    CHECK((io == Io::done || io == Io::failed || io == Io::want_read || io == Io::want_write));
    if (io == Io::done && !end.open) {
      ++opened;
      const FaultKind kind = end.network->fault().kind;
      CHECK((kind == FaultKind::none || kind == FaultKind::reset));  // it stood, and is broken again
    }
    end.open = io == Io::done;
    if (io != Io::failed) return;
    CHECK(end.network->fault().kind != FaultKind::none);
    close(end);
  }

  void read(End& end) {
    std::vector<char> buffer(dice_.from(0, 3'000));
    const IoResult got = end.network->read(buffer);
    CHECK((got.count != 0) == (got.io == Io::done));
    CHECK(got.count <= buffer.size());
    end.heard.append(buffer.data(), got.count);
    octets += got.count;
    CHECK((end.heard == pattern(end.heard.size())));
    if (end.host == nullptr) CHECK(got.io == Io::failed);
    if (end.open && got.io == Io::failed) CHECK(end.network->fault().kind != FaultKind::none);
    if (got.io == Io::failed && dice_.coin()) close(end);
  }

  void write(End& end) {
    const std::string text = pattern(dice_.from(0, 3'000));
    const IoResult wrote = end.network->write(text);
    CHECK((wrote.count != 0) == (wrote.io == Io::done));
    CHECK(wrote.count <= text.size());
    if (end.host == nullptr) CHECK(wrote.io == Io::failed);
  }

  void ask(End& end) {
    std::array<char, 48> text{};
    const std::string_view address = end.network->local_address(text);
    if (end.host == nullptr) CHECK(address.empty());
    if (end.host == nullptr) CHECK_FALSE(end.network->pending());
  }

  void close(End& end) {
    const FaultKind before = end.network->fault().kind;
    end.network->close();
    CHECK(end.network->fault().kind == before);
    end.host = nullptr;
    end.open = false;
  }

  void replace(End& end) {
    end.network = std::make_unique<lwip::Network>(world_);
    end.host = nullptr;
    end.open = false;
  }

  sim::Dice dice_;
  World world_;
  std::vector<std::shared_ptr<Speaker>> speakers_;
  TcpServer server_;
  DnsServer names_{world_};
  std::array<End, 2> ends_;
};

}  // namespace

TEST_CASE("calls in any order") {
  unsigned opened = 0;
  std::size_t octets = 0;
  constexpr unsigned seeds = 300;
  for (unsigned seed = 1; seed <= seeds; ++seed) {
    CAPTURE(seed);
    Soup soup(seed);
    for (int i = 0; i < 400; ++i) soup.stir();
    soup.settle();
    opened += soup.opened;
    octets += soup.octets;
  }
  MESSAGE(seeds, " seeds, ", opened, " connections, ", octets, " octets read");
  CHECK(opened > seeds);
}
