// Reads mail for a measurement, in clear, from a server on loopback: octets, turns and responses are told at the end.
//
//   imap_read login PORT          connects, logs in, logs out
//   imap_read envelope PORT       FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE), every value named
//   imap_read structure PORT      FETCH 1:* (UID BODYSTRUCTURE), likewise
//   imap_read body PORT           FETCH 1:* (BODY.PEEK[])
//   imap_read headers PORT        SELECT and UID FETCH 1:* (...ENVELOPE) in one write: three turns in all
//   imap_read list PORT           all that Mailbox::messages() gives, decoded
//   imap_read ahead PORT          likewise, asked for along with the mailbox
//   imap_read fetch PORT          the first message, whole, by Mailbox::fetch()
//
// User and password are $BENCH_USER and $BENCH_PASSWORD, or alice and secret. The window is 16 KiB.
//
//   valgrind --tool=callgrind tests/bench/imap_read envelope 11143
#include <mailmote/imap/driver.hpp>
#include <mailmote/imap/fetch.hpp>
#include <mailmote/imap/session.hpp>
#include <mailmote/mailbox.hpp>
#include <mailmote/ports/posix.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

namespace imap = mailmote::imap;
using imap::EventKind;

const char* setting(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : value;
}

// What passes, and how often the client speaks after it has listened.
class Meter final : public mailmote::Observer {
 public:
  void sent(std::string_view octets, std::uint32_t hidden) override {
    if (octets.empty() && hidden == 0) return;
    if (!speaking) ++turns;
    speaking = true;
  }
  void received(std::string_view octets) override {
    speaking = false;
    in += octets.size();
  }
  void notice(mailmote::Notice, std::string_view) override {}

  bool speaking = false;
  std::uint64_t in = 0;
  unsigned turns = 0;
};

// A session driven by hand.
class Run {
 public:
  Run(std::string what, std::uint16_t port) : what_(std::move(what)), port_(port) {
    settings_.upgrade = imap::Upgrade::never;
    settings_.login.credential = {"", setting("BENCH_USER", "alice"), setting("BENCH_PASSWORD", "secret")};
  }

  int go() {
    while (network_.open("127.0.0.1", port_) != mailmote::Io::done)
      network_.wait(mailmote::Interest::both, network_.now() + 100);
    session_.tick(network_.now());
    session_.start();
    while (!over_) {
      const mailmote::Turn did = turn(session_, network_, network_.now(), &meter_);
      take_events();
      if (leaves_) leaves_ = session_.logout() == imap::Put::later && !over_;
      if (!did.moved && !over_) network_.wait(did.waits, network_.now() + 1000);
    }
    std::printf("%s: %llu octets in, %u turns, %u responses, %u values, session %zu\n", what_.c_str(),
                static_cast<unsigned long long>(meter_.in), meter_.turns, responses_, values_, sizeof session_);
    return session_.error() ? mailmote::posix::explain(session_.error()) : 0;
  }

 private:
  void take_events() {
    for (const imap::SessionEvent* e = &session_.next(); e->kind != EventKind::need_input; e = &session_.next()) {
      if (e->kind == EventKind::data) {
        name(*e->data);
      } else if (!go_on(*e)) {
        return;
      }
    }
  }

  bool go_on(const imap::SessionEvent& e) {
    if (e.kind == EventKind::ready) ask();
    if (e.kind == EventKind::completed && e.command == imap::Command::select && what_ != "headers") fetch();
    if (e.kind == EventKind::completed && e.command == imap::Command::fetch) leaves_ = true;
    over_ = e.kind == EventKind::closed || e.kind == EventKind::failed;
    return !over_;
  }

  void ask() {
    if (what_ == "login") {
      leaves_ = true;
      return;
    }
    keep(session_.select("INBOX"));
    if (what_ == "headers") fetch();
  }

  void fetch() {
    const imap::Range all{1, imap::Range::star};
    imap::FetchItems items;
    items.uid = what_ != "body";
    items.flags = items.internal_date = items.size = items.envelope = what_ == "envelope" || what_ == "headers";
    items.structure = what_ == "structure";
    items.section.wanted = what_ == "body";
    keep(session_.fetch(all, what_ == "headers" ? imap::Ids::uid : imap::Ids::number, items));
  }

  void name(const imap::Event& e) {
    if (e.response != imap::Response::fetch) return;
    if (e.kind == imap::Kind::begin) ++responses_;
    if (fetch_.read(e) != imap::Field::none) ++values_;
  }

  static void keep(imap::Put put) {
    if (put != imap::Put::done) std::fputs("a command was not taken\n", stderr);
  }

  std::string what_;
  std::uint16_t port_;
  mailmote::posix::Network network_;
  imap::Settings settings_;
  char rx_[16 * 1024], tx_[1024], scratch_[1024], text_[256];
  imap::Session session_{{rx_, tx_, scratch_, text_}, settings_};
  imap::Fetch fetch_;
  Meter meter_;
  bool over_ = false, leaves_ = false;
  unsigned responses_ = 0, values_ = 0;
};

class Counter final : public mailmote::Sink {
 public:
  mailmote::IoResult write(std::string_view bytes) override {
    octets += bytes.size();
    return {mailmote::Io::done, static_cast<std::uint32_t>(bytes.size())};
  }
  std::uint64_t octets = 0;
};

int by_mailbox(const std::string& what, std::uint16_t port) {
  const std::string spec = "{127.0.0.1:" + std::to_string(port) + "/imap/notls}INBOX";
  mailmote::posix::Network network;
  Meter meter;
  static mailmote::MailboxStorage<64 * 1024> memory;
  mailmote::Mailbox box{network, memory, {imap::driver}, {.observer = &meter}};
  const mailmote::Login login{setting("BENCH_USER", "alice"), setting("BENCH_PASSWORD", "secret")};
  const mailmote::Ahead ahead = what == "ahead" ? mailmote::Ahead::messages : mailmote::Ahead::nothing;
  if (auto opened = box.open(spec, login, {.ahead = ahead}); !opened) return mailmote::posix::explain(opened.error());
  unsigned messages = 0;
  Counter counter;
  if (what != "fetch")
    for (const mailmote::Summary& mail : box.messages()) messages += mail.uid != 0 ? 1 : 0;
  if (what == "fetch") static_cast<void>(box.fetch(mailmote::Messages::number(1), counter));
  const mailmote::Error error = box.error();
  static_cast<void>(box.close());
  std::printf("%s: %llu octets in, %u turns, %u messages, %llu octets of content\n", what.c_str(),
              static_cast<unsigned long long>(meter.in), meter.turns, messages,
              static_cast<unsigned long long>(counter.octets));
  return error ? mailmote::posix::explain(error) : 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 64;
  const std::string what = argv[1];
  const auto port = static_cast<std::uint16_t>(std::atoi(argv[2]));
  return what == "list" || what == "ahead" || what == "fetch" ? by_mailbox(what, port) : Run(what, port).go();
}
