#include "unread.hpp"

#include <lwip/sys.h>

#include <algorithm>

#include <mailmote/imap/driver.hpp>
#include <mailmote/mailbox.hpp>

#include "checksum.hpp"
#include "console.hpp"
#include "explain.hpp"
#include "meter.hpp"

namespace {

using mailmote::Messages;
using mailmote::Request;
using mailmote::Step;

// Every buffer that reading will use. The receive window is 512 octets of it: mail of any size goes through there.
// Commands, the longest value that arrives whole, and the texts of answers have as many each.
constinit mailmote::MailboxStorage<2240> memory;

std::uint32_t narrow(std::uint64_t octets) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(octets, UINT32_MAX));
}

// One reading, from the login to the goodbye. Each step is false if there is no point in the next.
class Reading {
 public:
  Reading(mailmote::Network& network, Board& board, const Arguments& arguments)
      : board_(board),
        arguments_(arguments),
        box_(network, memory, {mailmote::imap::driver}, {.timeout_ms = arguments.timeout_ms}) {}

  bool open();
  bool list();
  bool fetch();
  bool flag();
  bool close();

  const mailmote::Error& error() const { return box_.error(); }
  const Meter& meter() const { return meter_; }

 private:
  Step loop();
  bool is_wanted(const mailmote::Part& part) const;
  bool stream(const mailmote::Part& part);

  Board& board_;
  const Arguments& arguments_;
  mailmote::Mailbox box_;
  Meter meter_;
  std::uint32_t first_ = 0;  // the UID of the first message that is unread; 0: there is none
};

// The super-loop, until an item of a listing has come or what was started is over.
Step Reading::loop() {
  for (;;) {
    const Step came = meter_.step(box_);          // bounded work, never waits
    const bool frame_came = meter_.poll(board_);  // Ethernet, lwIP's timers, the watchdog
    if (came != Step::again) return came;
    if (box_.idle() && !frame_came) board_.doze();
  }
}

bool Reading::open() {
  box_.start_open(arguments_.spec, {arguments_.user, arguments_.password});
  return loop() == Step::done;
}

bool Reading::list() {
  mailmote::Summary mail;
  Request unread = mailmote::request::unread(mail);
  box_.start(unread);
  std::uint32_t count = 0;
  Step came = Step::again;
  while ((came = loop()) == Step::item) {
    if (count++ == 0) first_ = mail.uid;
    say("from", mail.from);
    say("subject", mail.subject);
    say("size", narrow(mail.size));
  }
  say("unread", count);
  return came == Step::done;
}

bool Reading::is_wanted(const mailmote::Part& part) const {
  if (part.multipart) return false;
  return arguments_.part.empty() ? part.disposition == "attachment" : part.section == arguments_.part;
}

// The parts are listed as far as the one that is wanted.
bool Reading::fetch() {
  if (first_ == 0) return true;
  mailmote::Part part;
  Request parts = mailmote::request::parts(part, Messages::uid(first_));
  box_.start(parts);
  Step came = Step::again;
  while ((came = loop()) == Step::item)
    if (is_wanted(part)) return stream(part);
  if (came != Step::done) return false;
  say("part", "none");
  return arguments_.part.empty();
}

// Decoded, through the window.
bool Reading::stream(const mailmote::Part& part) {
  say("part", part.section);
  say("type", part.type);
  say("file", part.filename);
  Checksum sum;
  Request content = mailmote::request::fetch(Messages::uid(first_), part, sum);
  const std::uint32_t begin = sys_now(), spent = meter_.spent();
  box_.start(content);
  const bool whole = loop() == Step::done;
  say("octets", sum.octets());
  if (!whole) return false;
  say("crc-32", sum.crc32());
  say("part-milliseconds", sys_now() - begin);
  if (arguments_.meter != 0) say("part-ticks", meter_.spent() - spent);
  return true;
}

bool Reading::flag() {
  if (first_ == 0 || !arguments_.flag_seen) return true;
  Request seen;
  seen.op = mailmote::Op::flag;
  seen.messages = Messages::uid(first_);
  seen.flags = mailmote::Flag::seen;
  box_.start(seen);
  return loop() == Step::done;
}

bool Reading::close() {
  box_.start_close();
  return loop() == Step::done;
}

}  // namespace

int read_unread(mailmote::Network& network, Board& board, const Arguments& arguments) {
  const std::uint32_t begin = sys_now();
  Reading reading(network, board, arguments);
  say("receive-window", narrow(mailmote::MailboxMemory(memory).rx.size()));
  const bool read = reading.open() && reading.list() && reading.fetch() && reading.flag() && reading.close();
  say("milliseconds", sys_now() - begin);
  if (arguments.meter != 0) reading.meter().report();
  say("read", read ? "yes" : "no");
  if (read) return 0;
  return reading.error() ? explain(reading.error()) : 66;  // EX_NOINPUT: the part that was named is not there
}
