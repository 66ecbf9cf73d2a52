#include <mailmote/link.hpp>

#include <doctest/doctest.h>

#include <deque>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using namespace mailmote;

namespace {

// The least session: it says what it is told to say and keeps what it hears.
class Echo : public Link {
 public:
  Echo(std::span<char> rx, std::span<char> tx, Start start = Start::clear) : Link(rx, tx, start) {}
  using Link::arm;
  using Link::begin_securing;
  using Link::disarm;
  using Link::end;
  using Link::ended_by;
  using Link::failure;
  using Link::forget_clear;
  using Link::timed_out;
  using Link::window;

  std::string take(std::size_t n) {
    const std::string taken(window().substr(0, n));
    window().remove_prefix(taken.size());
    return taken;
  }
  bool say(std::string_view text) {
    out_.begin();
    out_.put(text);
    return out_.commit();
  }
  bool say_secret(std::string_view text) {
    out_.begin();
    out_.put_secret(text);
    return out_.commit();
  }
};

// Reads and writes go as listed; then, want_read and want_write.
struct Fake final : Transport {
  struct Answer {
    Io io;
    std::string octets;
    std::size_t count = 0;
  };
  IoResult read(std::span<char> into) override {
    ++read_calls;
    if (reads.empty()) return {Io::want_read, 0};
    Answer a = reads.front();
    reads.pop_front();
    if (a.io != Io::done) return {a.io, 0};
    REQUIRE(a.octets.size() <= into.size());
    a.octets.copy(into.data(), a.octets.size());
    return {Io::done, static_cast<std::uint32_t>(a.octets.size())};
  }
  IoResult write(std::string_view bytes) override {
    if (writes.empty()) return {Io::want_write, 0};
    const Answer a = writes.front();
    if (writes.size() > 1 || a.io == Io::done) writes.pop_front();
    if (a.io != Io::done) return {a.io, 0};
    const std::size_t n = std::min(a.count, bytes.size());
    sent += bytes.substr(0, n);
    return {Io::done, static_cast<std::uint32_t>(n)};
  }
  std::deque<Answer> reads, writes;
  std::string sent;
  int read_calls = 0;
};

// A port with a fault: "done", and a count that is not true.
struct Liar final : Transport {
  IoResult read(std::span<char>) override {
    ++read_calls;
    return read_says;
  }
  IoResult write(std::string_view) override {
    if (++write_calls > 100) throw std::runtime_error("it writes for ever");
    return write_says;
  }
  IoResult read_says{Io::want_read, 0}, write_says{Io::want_write, 0};
  int read_calls = 0, write_calls = 0;
};

struct Transcript final : Observer {
  void sent(std::string_view octets, std::uint32_t hidden) override {
    text += "C(" + std::string(octets) + ")";
    if (hidden != 0) text += "[" + std::to_string(hidden) + "]";
  }
  void received(std::string_view octets) override { text += "S(" + std::string(octets) + ")"; }
  void notice(Notice, std::string_view) override {}
  std::string text;
};

struct Bench {
  explicit Bench(std::size_t rx_size = 8, std::size_t tx_size = 16, Start start = Start::clear)
      : rx(new char[rx_size]), tx(new char[tx_size]), link({rx.get(), rx_size}, {tx.get(), tx_size}, start) {}
  void hear(std::string_view text) {
    const std::span<char> to = link.rx();
    REQUIRE(to.size() >= text.size());
    text.copy(to.data(), text.size());
    link.rx_done(text.size());
  }
  std::unique_ptr<char[]> rx, tx;
  Echo link;
};

}  // namespace

TEST_CASE("the window takes what has room, and makes room by moving what waits") {
  Bench b(8);
  CHECK(b.link.rx().size() == 8);
  b.hear("12345");
  CHECK(b.link.window() == "12345");
  CHECK(b.link.rx().size() == 3);
  b.hear("678");
  CHECK(b.link.rx().empty());
  CHECK_FALSE(b.link.wants().read);
  CHECK(b.link.take(6) == "123456");
  CHECK(b.link.wants().read);
  CHECK(b.link.rx().size() == 6);
  CHECK(b.link.window() == "78");
  b.hear("9abcde");
  CHECK(b.link.take(8) == "789abcde");
  CHECK(b.link.rx().size() == 8);
}

TEST_CASE("no more than 65,535 octets of the window are used") {
  Bench b(70'000);
  CHECK(b.link.rx().size() == 65'535);
  b.hear(std::string(65'535, 'x'));
  CHECK(b.link.rx().empty());
  CHECK(b.link.take(65'534).size() == 65'534);
  CHECK(b.link.rx().size() == 65'534);
}

TEST_CASE("what a link wants") {
  Bench b;
  CHECK((b.link.wants().read && !b.link.wants().write && !b.link.wants().tls && !b.link.wants().closed));
  REQUIRE(b.link.say("x"));
  CHECK(b.link.wants().write);
  b.link.eof(Io::closed);
  CHECK_FALSE(b.link.wants().read);
  CHECK(b.link.ended_by() == Io::closed);
}

TEST_CASE("during the switch to TLS nothing else is wanted, and what came in clear is forgotten") {
  Bench b;
  CHECK_FALSE(b.link.is_secured());
  b.hear("clear");
  REQUIRE(b.link.say("waits"));
  b.link.begin_securing();
  CHECK((!b.link.wants().read && !b.link.wants().write && b.link.wants().tls && !b.link.wants().closed));
  CHECK(b.link.tx().empty());
  b.link.forget_clear();
  CHECK(b.link.is_secured());
  CHECK_FALSE(b.link.wants().tls);
  CHECK(b.link.window().empty());
  CHECK(b.link.tx().empty());
  CHECK(std::string_view(b.rx.get(), 8) == std::string_view("\0\0\0\0\0\0\0\0", 8));
  CHECK(Bench(8, 8, Start::secured).link.is_secured());
}

TEST_CASE("after a failure nothing is sent, and what waited is wiped") {
  Bench b;
  REQUIRE(b.link.say_secret("sesame"));
  b.link.tick(0);
  b.link.arm(5);
  b.link.failure().category = Category::protocol;
  b.link.end();
  CHECK(b.link.error().category == Category::protocol);
  CHECK(b.link.tx().empty());
  CHECK(std::string_view(b.tx.get(), 16).find("s") == std::string_view::npos);
  CHECK((b.link.wants().closed && !b.link.wants().read && !b.link.wants().write));
  CHECK_FALSE(b.link.has_deadline());
}

TEST_CASE("a secret that never left is gone with its link") {
  char rx[8] = {}, tx[16] = {};
  {
    Echo link(rx, tx);
    REQUIRE(link.say_secret("sesame"));
    CHECK(std::string_view(tx, sizeof tx).find("sesame") != std::string_view::npos);
  }
  CHECK(std::string_view(tx, sizeof tx) == std::string(sizeof tx, '\0'));
}

TEST_CASE("a deadline counts from the last tick, and a clock may wrap") {
  Bench b;
  b.link.tick(0xFFFFFFF0);
  CHECK_FALSE(b.link.has_deadline());
  b.link.arm(0x20);
  CHECK(b.link.has_deadline());
  CHECK(b.link.deadline() == 0x10);
  b.link.tick(0xFFFFFFFF);
  CHECK_FALSE(b.link.timed_out());
  b.link.tick(0xF);
  CHECK_FALSE(b.link.timed_out());
  b.link.tick(0x10);
  CHECK(b.link.timed_out());
  b.link.arm(1);
  CHECK_FALSE(b.link.timed_out());
  b.link.disarm();
  b.link.tick(0x1000);
  CHECK_FALSE(b.link.timed_out());
  b.link.arm(0);
  CHECK_FALSE(b.link.has_deadline());
}

TEST_CASE("armed before the first tick, a deadline counts from there") {
  Bench b;
  b.link.arm(10);
  b.link.tick(3'000'000'000);
  CHECK(b.link.deadline() == 3'000'000'010);
  CHECK_FALSE(b.link.timed_out());
  b.link.tick(3'000'000'010);
  CHECK(b.link.timed_out());
}

TEST_CASE("a turn sends what goes, then receives once") {
  Bench b;
  REQUIRE(b.link.say("hello"));
  Fake net;
  net.writes = {{Io::done, "", 2}, {Io::done, "", 9}};
  net.reads = {{Io::done, "one"}, {Io::done, "two"}};
  const Turn did = turn(b.link, net, 0);
  CHECK(did.moved);
  CHECK(net.sent == "hello");
  CHECK(b.link.window() == "one");
  turn(b.link, net, 0);
  CHECK(b.link.window() == "onetwo");
}

TEST_CASE("a turn says what it waits for") {
  Bench b;
  Fake net;
  Turn did = turn(b.link, net, 0);
  CHECK_FALSE(did.moved);
  CHECK(did.waits == Interest::read);
  REQUIRE(b.link.say("x"));
  did = turn(b.link, net, 0);
  CHECK(did.waits == Interest::both);
  net.writes = {{Io::want_read, ""}};
  net.reads = {{Io::want_write, ""}};  // TLS turns things round
  did = turn(b.link, net, 0);
  CHECK(did.waits == Interest::both);
  CHECK(b.link.tx() == "x");
}

TEST_CASE("a full window is not read into") {
  Bench b(4);
  b.hear("full");
  Fake net;
  net.reads = {{Io::done, "more"}};
  CHECK_FALSE(turn(b.link, net, 0).moved);
  CHECK(net.read_calls == 0);
}

TEST_CASE("the end of the stream goes to the link, once what came before it was read") {
  for (const Io how : {Io::closed, Io::truncated, Io::failed}) {
    Bench b;
    Fake net;
    net.reads = {{Io::done, "last"}, {how, ""}};
    turn(b.link, net, 0);
    CHECK(b.link.ended_by() == Io::done);
    CHECK(turn(b.link, net, 0).moved);
    CHECK(b.link.ended_by() == how);
    CHECK(b.link.window() == "last");
    CHECK_FALSE(turn(b.link, net, 0).moved);
    CHECK(net.read_calls == 2);
  }
}

TEST_CASE("a peer that no longer listens is heard to its end") {
  Bench b;
  REQUIRE(b.link.say("text"));
  Fake net;
  net.writes = {{Io::failed, ""}};
  net.reads = {{Io::done, "552-too"}, {Io::done, " big"}, {Io::closed, ""}};
  std::string heard;
  for (int i = 0; i < 3; ++i) {
    CHECK(b.link.ended_by() == Io::done);
    CHECK(turn(b.link, net, 0).moved);
    heard += b.link.take(99);
  }
  CHECK(heard == "552-too big");
  CHECK(b.link.ended_by() == Io::closed);
}

TEST_CASE("a peer that no longer listens and says nothing is gone") {
  Bench b;
  REQUIRE(b.link.say("text"));
  Fake net;
  net.writes = {{Io::failed, ""}};
  CHECK(turn(b.link, net, 0).moved);
  CHECK(b.link.ended_by() == Io::failed);
}

TEST_CASE("a transport that is done with nothing waits, and is not asked for ever") {
  Bench b;
  REQUIRE(b.link.say("text"));
  Liar net;
  net.write_says = net.read_says = {Io::done, 0};
  Transcript transcript;
  const Turn did = turn(b.link, net, 0, &transcript);
  CHECK_FALSE(did.moved);
  CHECK(did.waits == Interest::both);
  CHECK(net.write_calls == 1);
  CHECK(net.read_calls == 1);
  CHECK(b.link.tx() == "text");
  CHECK(b.link.window().empty());
  CHECK(b.link.ended_by() == Io::done);
  CHECK(transcript.text.empty());
  net.write_says = {Io::want_write, 0};
  CHECK(turn(b.link, net, 0).waits == Interest::both);  // it did no harm
  CHECK(b.link.ended_by() == Io::done);
}

TEST_CASE("a transport that moved more than there was has failed") {
  for (const std::uint32_t excess : {std::uint32_t{1}, std::uint32_t{0xFFFF'0000}}) {
    Liar reads, writes;
    reads.read_says = {Io::done, 8 + excess};
    writes.write_says = {Io::done, 4 + excess};
    for (Liar* net : {&reads, &writes}) {
      Bench b(8);
      REQUIRE(b.link.say("text"));
      Transcript transcript;
      CHECK(turn(b.link, *net, 0, &transcript).moved);
      CHECK(b.link.ended_by() == Io::failed);
      CHECK(b.link.tx() == "text");
      CHECK(b.link.window().empty());
      CHECK(transcript.text.empty());
    }
  }
}

TEST_CASE("an observer sees all but what is secret, however it is cut") {
  const auto seen = [](std::size_t step) {
    Bench b;
    REQUIRE(b.link.say("PASS "));
    REQUIRE(b.link.say_secret("sesame"));
    REQUIRE(b.link.say("\r\n"));
    Fake net;
    for (int i = 0; i < 20; ++i) net.writes.push_back({Io::done, "", step});
    net.reads = {{Io::done, "+OK"}};
    Transcript transcript;
    turn(b.link, net, 0, &transcript);
    CHECK(net.sent == "PASS sesame\r\n");
    return transcript.text;
  };
  CHECK(seen(99) == "C(PASS )[6]C(\r\n)S(+OK)");
  CHECK(seen(7) == "C(PASS )[2]C()[4]C(\r\n)S(+OK)");
  CHECK(seen(5) == "C(PASS )C()[5]C()[1]C(\r\n)S(+OK)");
  CHECK(seen(1).find('s') == std::string::npos);
}
