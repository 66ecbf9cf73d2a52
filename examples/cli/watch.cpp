#include "watch.hpp"

#include <csignal>
#include <cstdio>
#include <string>

#include "flag_words.hpp"
#include "hook.hpp"
#include "inlet.hpp"
#include "summary_line.hpp"
#include "text.hpp"

namespace cli {
namespace {

using mailmote::Change;
using mailmote::Messages;
using mailmote::Request;
using mailmote::Step;
using mailmote::Summary;

constexpr Option options[] = {
    {"exec", "CMD", Form::text,
     "the shell runs CMD for each, with $MAILMOTE_ID, _FROM, _SUBJECT, _DATE, _FLAGS and _SIZE", true},
    {"poll", "S", Form::seconds, "how often to ask a server that does not tell of itself; default 60"},
};

volatile std::sig_atomic_t interrupted = 0;

// The second signal ends the program at once.
void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = [](int) { interrupted = 1; };
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  for (const int number : {SIGINT, SIGTERM}) ::sigaction(number, &action, nullptr);
}

class Watch {
 public:
  explicit Watch(const Arguments& arguments) : arguments_(arguments), inlet_(arguments) {}

  int run() {
    if (!inlet_.open(Opening::mailbox) || !find_last()) return inlet_.status();
    catch_interrupts();
    Change change;
    Request request = mailmote::request::watch(change);
    while (wait_for(request) == Step::item)
      if (change.kind == Change::Kind::exists && !show_new()) return inlet_.status();
    return interrupted != 0 || inlet_.ended_well() ? inlet_.close() : inlet_.status();
  }

 private:
  // What is there already is not new. Where the server does not say which UID comes next, the last message tells.
  bool find_last() {
    const auto counts = inlet_.box().counts();
    if (counts.uid_next != 0) {
      last_ = counts.uid_next - 1;
    } else if (counts.messages != 0) {
      for (const Summary& mail : inlet_.box().messages(Messages::number(counts.messages))) last_ = mail.uid;
    }
    return inlet_.ended_well();
  }

  // As Mailbox::next() does, but a signal ends it: then it answers `again`.
  Step wait_for(Request& request) {
    mailmote::Mailbox& box = inlet_.box();
    box.start(request);
    for (;;) {
      const Step step = box.step();
      inlet_.show_notices();
      if (step != Step::again || interrupted != 0) return step;
      if (box.idle()) box.wait();
    }
  }

  // A range that begins behind the last message holds that one all the same (RFC 3501 6.4.8).
  bool show_new() {
    const std::uint32_t last = last_;
    for (const Summary& mail : inlet_.box().messages(Messages::uids(last + 1)))
      if (mail.uid > last) show(mail);
    return inlet_.ended_well();
  }

  void show(const Summary& mail) {
    if (mail.uid > last_) last_ = mail.uid;
    print_summary(arguments_, mail);
    std::fflush(stdout);
    if (arguments_.has("exec")) run(mail);
  }

  void run(const Summary& mail) {
    const std::string wrong = run_hook(arguments_.value("exec"), {{"MAILMOTE_ID", std::to_string(mail.uid)},
                                                                  {"MAILMOTE_FROM", printable(mail.from)},
                                                                  {"MAILMOTE_SUBJECT", printable(mail.subject)},
                                                                  {"MAILMOTE_DATE", printable(mail.date)},
                                                                  {"MAILMOTE_FLAGS", joined(flag_words(mail.flags))},
                                                                  {"MAILMOTE_SIZE", std::to_string(mail.size)}});
    if (!wrong.empty()) std::fprintf(stderr, "mailmote: notice: --exec for message %u: %s\n", mail.uid, wrong.c_str());
  }

  const Arguments& arguments_;
  Inlet inlet_;
  std::uint32_t last_ = 0;  // the highest UID that was there, or was shown
};

}  // namespace

std::span<const Option> watch_options() { return options; }

int watch(const Arguments& arguments) { return Watch(arguments).run(); }

}  // namespace cli
