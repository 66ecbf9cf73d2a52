// A mailbox over IMAP against a hostile server, with a program that does all that programs do. The input is what the
// server says, whatever it is told:
//
//   octets 0 and 1      the mailbox's settings, and what the program does
//   \x01                the client may send now all that it has; not before
//   \x02                the tag of what the client said last
//   \x03                the client's octet "A"
//   all else            octets of the server
//
// Items and results are the same however the octets are cut. Every call ends, and so does every loop; nothing is
// written beyond the memory that the mailbox was given; what is success was completed by a tagged OK.
#include <mailmote/imap/driver.hpp>
#include <mailmote/mailbox.hpp>

#include "fuzz.hpp"

using namespace mailmote;

namespace {

// The server: what it says next waits until the client has said something.
class Server final : public Network {
 public:
  Server(std::string_view script, fuzz::Dice* cuts) : script_(script), cuts_(cuts) {}

  Io open(std::string_view, std::uint16_t) override { return Io::done; }
  Io secure(std::string_view, Verify) override { return Io::done; }
  void close() override {}
  bool pending() const override { return false; }
  Fault fault() const override { return {}; }
  std::string_view local_address(std::span<char>) override { return {}; }
  std::uint32_t now() override { return clock_; }
  std::int64_t wall_clock() override { return unknown_time; }
  bool random(std::span<char>) override { return false; }
  void wait(Interest, std::uint32_t until) override {
    fuzz::expect(++waits_ < 100'000);
    if (!silent()) return;
    const auto left = static_cast<std::int32_t>(until - clock_);
    clock_ += left > 0 ? static_cast<std::uint32_t>(left) : 1;
  }

  IoResult read(std::span<char> into) override {
    fuzz::expect(!into.empty());
    if (script_.empty() && pending_.empty()) return {Io::closed, 0};
    if (silent()) return {Io::want_read, 0};
    while (pending_.empty()) say_next();
    std::size_t n = std::min(into.size(), pending_.size());
    if (cuts_ != nullptr) n = std::min(n, cuts_->from(1, 9));
    pending_.copy(into.data(), n);
    pending_.erase(0, n);
    return {Io::done, static_cast<std::uint32_t>(n)};
  }

  // What the client says leaves once the server has said all that it says unasked.
  IoResult write(std::string_view bytes) override {
    fuzz::expect(!bytes.empty());
    if (!silent() && !(script_.empty() && pending_.empty())) return {Io::want_write, 0};
    note_tags(bytes);
    if (!script_.empty()) script_.remove_prefix(1);
    return {Io::done, static_cast<std::uint32_t>(bytes.size())};
  }

 private:
  bool silent() const { return pending_.empty() && !script_.empty() && script_.front() == '\1'; }

  void say_next() {
    const char c = script_.front();
    script_.remove_prefix(1);
    if (c == '\2') {
      pending_ = tag_;
    } else {
      pending_ = std::string(1, c == '\3' ? 'A' : c);
    }
    if (pending_.empty()) pending_ = "*";
  }

  // The first word of each line.
  void note_tags(std::string_view bytes) {
    for (const char c : bytes) {
      if (c == '\n') {
        in_tag_ = true;
        word_.clear();
      } else if (in_tag_ && c == ' ') {
        if (word_[0] == 'A') tag_ = word_;  // else it is a line of a message
        in_tag_ = false;
      } else if (in_tag_) {
        word_ += c;
      }
    }
  }

  std::string_view script_;
  fuzz::Dice* cuts_;
  std::string pending_, tag_, word_;
  bool in_tag_ = true;
  std::uint32_t clock_ = 0xFFFF0000;
  unsigned waits_ = 0;
};

class Counter final : public Sink {
 public:
  explicit Counter(unsigned most) : most_(most) {}
  IoResult write(std::string_view bytes) override {
    fuzz::expect(!bytes.empty());
    waited_ = !waited_ && most_ % 2 == 0;
    if (waited_) return {Io::want_write, 0};
    if (most_ == 7 && count > 20) return {Io::failed, 0};
    const std::size_t n = std::min<std::size_t>(bytes.size(), most_);
    for (const char c : bytes.substr(0, n)) count = count * 31 + static_cast<unsigned char>(c);
    return {Io::done, static_cast<std::uint32_t>(n)};
  }
  unsigned count = 0;

 private:
  unsigned most_;
  bool waited_ = false;
};

// Everything that a program sees, read to its last octet.
class Program {
 public:
  Program(Mailbox& box, unsigned does) : box_(box), does_(does) {}

  void run() {
    if (!box_.is_open()) return;
    switch (does_ % 8) {
      case 0: list(box_.messages()); break;
      case 1: list(box_.unread()); break;
      case 2: list(box_.messages(Messages::uids(1 + does_ % 5))); break;
      case 3: search(); break;
      case 4: folders(); break;
      case 5: watch(); break;
      case 6: change(); break;
      case 7: append(); break;
    }
    note(box_.error());
    note(box_.refresh().error());
    note(box_.close().error());
  }

  std::string log;

 private:
  void note(std::string_view text) { log.append(text).append("|"); }
  void note(std::uint64_t number) { note(std::to_string(number)); }
  void note(const Error& error) {
    note(name(error.category));
    if (error.category == Category::closed) return;  // a moment earlier or later
    note(name(error.stage));
    note(name(error.advice));
    note(error.server_text);
  }
  bool enough() { return ++items_ > 60; }

  void list(Listing<Summary>&& listing) {
    for (const Summary& mail : listing) {
      note(mail.uid);
      if (does_ & 8U) inspect(mail);
      if (does_ & 16U) note(box_.flag(mail, Flag::seen).error());
      for (const std::string_view text : {mail.date, mail.from, mail.to, mail.subject, mail.flags.keywords}) note(text);
      note(mail.number + mail.size + static_cast<std::uint64_t>(mail.received));
      if (enough()) break;
    }
  }

  void inspect(const Summary& mail) {
    for (const Part& part : box_.parts(mail)) {
      if ((does_ & 32U) && !part.multipart) {
        Counter sink(1 + does_ % 9);
        note(box_.fetch(mail, part, sink).error());
        note(sink.count);
      }
      for (const std::string_view text : {part.section, part.type, part.subtype, part.charset, part.filename,
                                          part.disposition, part.encoding, part.content_id})
        note(text);
      note(part.octets + part.lines);
      if (enough()) return;
    }
    EnvelopeTexts e;
    note(box_.envelope(mail, e).error());
    for (const std::string_view text :
         {e.date, e.subject, e.from, e.sender, e.reply_to, e.to, e.cc, e.bcc, e.in_reply_to, e.message_id})
      note(text);
    Counter sink(1 + does_ % 9);
    note(box_.fetch(mail, sink).error());
    note(sink.count);
  }

  void search() {
    const SearchKey keys[] = {key::unseen(), key::from("joe")};
    std::uint32_t before = 0;
    for (const std::uint32_t uid : box_.search(keys)) {
      fuzz::expect(uid > before);
      before = uid;
      note(uid);
      if (does_ & 8U) note(box_.refresh().error());
      if (enough()) break;
    }
  }

  void folders() {
    for (const Folder& folder : box_.folders()) {
      if (does_ & 8U) note(box_.select(folder.name).error());
      if (does_ & 16U) list(box_.messages());
      note(folder.name);
      note(folder.attributes);
      if (enough()) break;
    }
    StatusCounts counts;
    note(box_.status("x", counts).error());
    note(counts.messages + counts.unseen);
  }

  void watch() {
    for (const Change& change : box_.watch()) {
      note(static_cast<unsigned>(change.kind));
      note(change.number);
      if (items_ % 3 == 2) note(box_.refresh().error());
      if (enough()) break;
    }
  }

  void change() {
    Placed placed;
    note(box_.copy(Messages::uid(5), "Old", &placed).error());
    note(box_.move(Messages::uids(5, 9), "Old", &placed).error());
    note(placed.uid);
    note(box_.expunge().error());
    note(box_.create("New").error());
  }

  void append() {
    TextSource source("Subject: Hi\r\n\r\nHello.\r\n");
    Placed placed;
    note(box_.append("Sent", source, 23, Flag::seen, &placed).error());
    note(placed.uid);
  }

  Mailbox& box_;
  unsigned does_;
  unsigned items_ = 0;
};

std::string play(std::string_view input, fuzz::Dice* cuts) {
  const auto bits = static_cast<unsigned char>(input[0]), does = static_cast<unsigned char>(input[1]);
  const fuzz::Heap state(max_driver_state), rx(128 + bits % 50), tx(256 + does % 90), scratch(64 + bits % 9),
      text(256 + bits % 80), words(192);
  const std::string_view script(input.data() + 2, input.size() - 2);
  Server server(script, cuts);
  Mailbox box(server,
              {{reinterpret_cast<std::byte*>(state.data()), state.size()},
               {rx.data(), rx.size()},
               {tx.data(), tx.size()},
               {scratch.data(), scratch.size()},
               {text.data(), text.size()},
               {words.data(), words.size()}},
              {imap::driver});
  OpenOptions options;
  options.read_only = (bits & 1U) != 0;
  options.half_open = (bits & 6U) == 6U;
  options.expunge_at_close = (bits & 8U) != 0;
  if ((bits & 48U) == 16U) options.ahead = Ahead::messages;
  if ((bits & 48U) == 32U) options.ahead = Ahead::unread;
  Program program(box, does);
  const bool opened(box.open("{mail.example.org/notls}INBOX", Login("pump", "secret"), options));
  program.log += opened ? "opened|" : "not opened|";
  program.run();
  return program.log;
}

}  // namespace

void fuzz::run(std::string_view input) {
  if (input.size() < 2) return;
  Dice dice(input);
  const std::string whole = play(input, nullptr);
  expect(play(input, &dice) == whole);
}
