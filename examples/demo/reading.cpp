#include "reading.hpp"

#include <cstdio>

#include <mailmote/imap/driver.hpp>
#include <mailmote/mailbox.hpp>
#include <mailmote/ports/posix.hpp>

#include "gauge.hpp"
#include "sending.hpp"
#include "sha256.hpp"
#include "transcript.hpp"

namespace demo {
namespace {

using mailmote::Part;
using mailmote::Summary;

// STARTTLS, CAPABILITY, AUTHENTICATE, ID with SELECT, the search, the headers, the parts (and once more behind each
// that was fetched meanwhile), the text, the attachment, the flag, LOGOUT.
constexpr unsigned expected_turns = 13;

// A part as it comes, a piece at a time: the text is kept, of the rest only a sum.
class Received final : public mailmote::Sink {
 public:
  explicit Received(bool keep) : keep_(keep) {}

  mailmote::IoResult write(std::string_view octets) override {
    const heap::Scope scope(heap::Owner::demonstration);
    if (keep_) text_ += octets;
    sum_.add(octets);
    size_ += octets.size();
    if (octets.size() > largest_) largest_ = octets.size();
    return {mailmote::Io::done, static_cast<std::uint32_t>(octets.size())};
  }

  const std::string& text() const { return text_; }
  std::string sha256() { return sum_.finish(); }  // once
  std::uint64_t size() const { return size_; }
  std::size_t largest() const { return largest_; }

 private:
  bool keep_;
  std::string text_;
  Sha256 sum_;
  std::uint64_t size_ = 0;
  std::size_t largest_ = 0;
};

// A mail as it came back, for the lines that speak of it.
struct Message {
  std::string from, to, subject, file_name;
  Received text{true}, attachment{false};
};

// Everything that reading uses, in the order in which it is set up.
struct Reader {
  explicit Reader(const char* authority) : sockets({.ca_file = authority}) {}

  mailmote::posix::Network sockets;
  MeteredNetwork network{sockets};
  mailmote::MailboxStorage<2048> storage;
  mailmote::MailboxMemory memory = storage;
  Gauge tx{memory.tx}, scratch{memory.scratch}, texts{memory.text}, words{memory.words};
  ImapTranscript transcript;
  mailmote::Mailbox box{network, memory, {mailmote::imap::driver}, {.observer = &transcript}};
  unsigned mails = 0;
  Message message;

  // This is all that a program has to do.
  mailmote::Error read(std::string_view spec, const mailmote::Login& login) {
    const heap::Scope scope(heap::Owner::mailmote);
    if (const mailmote::Result opened = box.open(spec, login); !opened) return opened.error();
    for (const Summary& mail : box.unread()) {
      note(mail);
      for (const Part& part : box.parts(mail)) {
        if (part.type == "text") box.fetch(mail, part, message.text);
        if (part.filename.ends_with(".bin")) note(part), box.fetch(mail, part, message.attachment);
      }
      box.flag(mail, mailmote::Flag::seen);
    }
    box.close();
    return box.error();
  }

  void note(const Summary& mail) {
    const heap::Scope scope(heap::Owner::demonstration);
    ++mails;
    message.from = mail.from;
    message.to = mail.to;
    message.subject = mail.subject;
  }
  void note(const Part& part) {
    const heap::Scope scope(heap::Owner::demonstration);
    message.file_name = part.filename;
  }
};

std::string with_lf(const std::string& text) {
  std::string lines;
  for (const char c : text)
    if (c != '\r') lines += c;
  return lines;
}

void show_message(Reader& reader, const std::string& sum, Checks& check) {
  Message& m = reader.message;
  check(reader.mails == 1, "one mail was unread");
  const bool same_head = m.subject == Alert::subject && m.to == Alert::to && m.from == Alert::from;
  std::printf("What was read: %s, from %s: %s\n", m.subject.c_str(), m.from.c_str(),
              check(same_head, "subject, sender and recipients"));
  std::printf("  text, %zu octets: %s\n", m.text.text().size(),
              check(with_lf(m.text.text()) == Alert::text, "the text"));
  const bool same = m.file_name == Alert::file_name && m.attachment.sha256() == sum;
  std::printf("  %s, %llu octets, decoded and never more than %zu of them at a time: %s\n", m.file_name.c_str(),
              static_cast<unsigned long long>(m.attachment.size()), m.attachment.largest(),
              check(same, "the attachment"));
}

void show_memory(const Reader& reader, Checks& check) {
  const std::size_t rx_used = used(reader.memory.rx, reader.network.meter());
  check(rx_used <= reader.memory.rx.size(), "the receive window");
  show_buffers();
  show_buffer("receive window", reader.memory.rx.size(), rx_used);
  show_buffer("transmit buffer", reader.tx.size(), reader.tx.touched());
  show_buffer("scratch", reader.scratch.size(), reader.scratch.touched());
  show_buffer("texts", reader.texts.size(), reader.texts.touched());
  show_buffer("words", reader.words.size(), reader.words.touched());
  std::printf("Objects: Mailbox %zu, MailboxStorage<2048> %zu, with the driver's state\n", sizeof reader.box,
              sizeof reader.storage);
}

}  // namespace

int read_back(std::uint16_t port, const Account& account, const char* authority, const std::string& sum,
              Checks& check) {
  std::printf("\nIt is read back over IMAP. The conversation\n");
  const std::string spec = "{localhost:" + std::to_string(port) + "/imap/tls}INBOX";
  Reader reader(authority);
  if (const mailmote::Error error = reader.read(spec, {account.user, account.password}))
    return mailmote::posix::explain(error);
  check(reader.transcript.hidden() != 0, "the login was hidden");
  show_message(reader, sum, check);
  show_memory(reader, check);
  show_turns(reader.network.meter(), expected_turns, check);
  return 0;
}

}  // namespace demo
