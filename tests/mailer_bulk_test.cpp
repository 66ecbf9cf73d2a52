// A mail of 200 MB through 1 KB of memory.
#include <mailmote/mailer.hpp>

#include <doctest/doctest.h>

#include <cstring>
#include <string>

using namespace mailmote;

namespace {

#if defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__)
constexpr std::uint64_t megabytes = 200;
#else
constexpr std::uint64_t megabytes = 20;
#endif

// Four lines again and again, with everything that changes on the way; and what becomes of them.
constexpr std::string_view pattern = ".\n..dots at the front\nand a line that passes as it is.\r\n\rcarry on\r";
constexpr std::string_view on_the_wire =
    "..\r\n...dots at the front\r\nand a line that passes as it is.\r\n\r\ncarry on\r\n";
constexpr std::uint64_t times = megabytes * 1'000'000 / pattern.size();

// Octets of `text`, repeated, from `at` on.
class Repeated {
 public:
  explicit Repeated(std::string_view text) : period_(text.size()) {
    while (text_.size() < 2048) text_ += text;
    text_ += text;
  }
  std::string_view from(std::uint64_t at, std::size_t most) const {
    return std::string_view(text_).substr(static_cast<std::size_t>(at % period_), std::min<std::size_t>(most, 2048));
  }

 private:
  std::string text_;
  std::size_t period_;
};

class LargeSource final : public Source {
 public:
  IoResult read(std::span<char> into) override {
    const std::uint64_t left = times * pattern.size() - at_;
    if (left == 0) return {Io::closed, 0};
    const std::string_view octets = all_.from(at_, into.size());
    const std::size_t n = octets.size() < left ? octets.size() : static_cast<std::size_t>(left);
    std::memcpy(into.data(), octets.data(), n);
    at_ += n;
    return {Io::done, static_cast<std::uint32_t>(n)};
  }

 private:
  Repeated all_{pattern};
  std::uint64_t at_ = 0;
};

// Takes one mail and compares its text as it comes.
class LargeServer final : public Network {
 public:
  std::uint64_t text_octets = 0;
  bool differs = false;
  std::string tail;  // behind the text
  unsigned waits = 0;

  IoResult read(std::span<char> into) override {
    const std::size_t n = std::min(into.size(), answer_.size());
    if (n == 0) return {Io::want_read, 0};
    std::memcpy(into.data(), answer_.data(), n);
    answer_.remove_prefix(n);
    return {Io::done, static_cast<std::uint32_t>(n)};
  }

  IoResult write(std::string_view bytes) override {
    const auto all = static_cast<std::uint32_t>(bytes.size());
    switch (turn_) {
      case 0: answer("250-mx\r\n250 PIPELINING\r\n"); break;
      case 1: answer("250 ok\r\n250 ok\r\n354 go on\r\n"); break;
      default: take(bytes);
    }
    return {Io::done, all};
  }

  Io open(std::string_view, std::uint16_t) override { return Io::done; }
  Io secure(std::string_view, Verify) override { return Io::done; }
  void close() override {}
  bool pending() const override { return false; }
  Fault fault() const override { return {}; }
  std::string_view local_address(std::span<char>) override { return {}; }
  std::uint32_t now() override { return 0; }
  std::int64_t wall_clock() override { return unknown_time; }
  bool random(std::span<char>) override { return true; }
  void wait(Interest, std::uint32_t) override { ++waits; }

 private:
  void answer(std::string_view text) {
    answer_ = text;
    ++turn_;
  }

  void take(std::string_view bytes) {
    while (!bytes.empty() && text_octets != times * on_the_wire.size()) {
      const std::uint64_t left = times * on_the_wire.size() - text_octets;
      const std::size_t most = bytes.size() < left ? bytes.size() : static_cast<std::size_t>(left);
      const std::string_view expected = expected_.from(text_octets, most);
      differs = differs || std::memcmp(bytes.data(), expected.data(), expected.size()) != 0;
      text_octets += expected.size();
      bytes.remove_prefix(expected.size());
    }
    tail += bytes;
    if (tail.ends_with(".\r\nQUIT\r\n")) answer("250 queued\r\n221 bye\r\n");
  }

  Repeated expected_{on_the_wire};
  std::string_view answer_ = "220 ready\r\n";
  unsigned turn_ = 0;
};

}  // namespace

TEST_CASE("a mail of 200 MB goes out through MailerStorage<1024>") {
  LargeServer server;
  LargeSource source;
  MailerStorage<1024> memory;
  Mailer mailer(server, memory);
  const bool sent(mailer.send("{mx.example.org/smtp/notls}", {}, Envelope{"a@x.example", "b@x.example", &source}));
  CHECK(sent);
  CHECK(server.text_octets == times * on_the_wire.size());
  CHECK_FALSE(server.differs);
  CHECK(server.tail == ".\r\nQUIT\r\n");
  CHECK(server.waits == 0);
}
