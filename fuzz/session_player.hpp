// A session of any protocol against a hostile server. The input is what the server says, whatever it is told:
//
//   octets 0 and 1      settings of the session, and what the program does with it
//   \x01                the client may send now all that it has, and shake hands; not before
//   \x02                a minute passes
//   all else            octets of the server
//
// The events are the same however the octets between two \x01 are cut, no octet moves a deadline, nothing goes on after
// the end, and an end there is. What a program does, and what must never leave, is for each harness to say.
#pragma once

#include <mailmote/link.hpp>

#include "fuzz.hpp"

namespace fuzz {

constexpr std::uint32_t minute = 60'000;

class SessionPlayer {
 public:
  // Octets that arrive together.
  void hear(std::string_view octets) {
    while (!octets.empty() && !ended_) {
      if (link_.wants().tls) return give_up("injected");  // behind the answer to STARTTLS: meant for the handshake
      const std::span<char> rx = link_.rx();
      expect(!rx.empty());
      const std::size_t n = std::min(rx.size(), octets.size());
      std::memcpy(rx.data(), octets.data(), n);
      const std::uint32_t deadline = link_.deadline();
      link_.rx_done(n);
      expect(link_.deadline() == deadline);
      octets.remove_prefix(n);
      run();
    }
  }

  // The client's turn.
  void speak() {
    for (int i = 0; i < 100 && !ended_; ++i) {
      if (link_.wants().tls) {
        expect(link_.tx().empty());
        secure();
        secured_ = true;
      }
      if (link_.tx().empty() && !act()) break;
      sent_ += link_.tx();
      check_sent();
      link_.tx_done(link_.tx().size());
      run();
    }
  }

  void pass(std::uint32_t milliseconds) {
    now_ += milliseconds;
    link_.tick(now_);
    run();
  }

  // The connection breaks; whatever was under way ends now.
  void finish() {
    if (link_.wants().tls) return give_up("injected");
    link_.eof(mailmote::Io::closed);
    run();
    expect(ended_);
    for (int i = 0; i < 3; ++i) {
      expect(link_.tx().empty() && link_.wants().closed && !link_.wants().write);
      check_end();
    }
  }

  std::string log;

 protected:
  explicit SessionPlayer(mailmote::Link& link) : link_(link) {}
  ~SessionPlayer() = default;

  virtual void secure() = 0;      // session.secured()
  virtual void run() = 0;         // takes the events that there are
  virtual bool act() = 0;         // what the program does next; false: it has to wait
  virtual void check_sent() = 0;  // sent_ grew
  virtual void run_out() = 0;     // takes events until the last one
  virtual void check_end() = 0;   // the last event comes again, and nothing can be said

  // Here the moment counts at which octets come: the rest is not compared.
  void give_up(const char* why) {
    end(why);
    secure();
    link_.eof(mailmote::Io::failed);
    run_out();
  }

  void end(const char* why) {
    ended_ = true;
    log += why;
  }

  void end_failed() {
    const mailmote::Error& error = link_.error();
    expect(error.category != mailmote::Category::none);
    log += std::to_string(static_cast<int>(error.category)) + "." + std::to_string(static_cast<int>(error.stage));
    end("");
  }

  // A moment earlier or later, the same attack: see hear().
  bool is_injected() const { return link_.error().advice == mailmote::Advice::tampered_starttls; }

  void expect_never_sent(std::initializer_list<const char*> words) const {
    for (const char* word : words) expect(sent_.find(word) == std::string::npos);
  }

  std::uint32_t now_ = 0xFFFF0000;
  bool ended_ = false, secured_ = false;
  std::string sent_;

 private:
  mailmote::Link& link_;
};

// `cut(octets, feed)` divides what comes between two marks.
template <class Player, class Cut>
std::string play(std::string_view input, Cut cut) {
  if (input.size() < 2) return "";
  Player player(static_cast<unsigned char>(input[0]), static_cast<unsigned char>(input[1]));
  for (input.remove_prefix(2); !input.empty();) {
    const std::size_t n = std::min(input.size(), input.find_first_of("\x01\x02"));
    if (n != 0) cut(input.substr(0, n), [&](std::string_view piece) { player.hear(piece); });
    input.remove_prefix(n);
    if (input.empty()) break;
    input.front() == '\x01' ? player.speak() : player.pass(minute);
    input.remove_prefix(1);
  }
  player.finish();
  return player.log;
}

template <class Player>
void play_whole_and_in_pieces(std::string_view input) {
  Dice dice(input);
  const std::string whole = play<Player>(input, [](std::string_view octets, auto feed) { feed(octets); });
  const std::string pieces =
      play<Player>(input, [&](std::string_view octets, auto feed) { in_pieces(octets, dice, feed); });
  expect(whole == pieces);
}

}  // namespace fuzz
