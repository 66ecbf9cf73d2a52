#include "inlet.hpp"

#include <mailmote/imap/driver.hpp>

#include "message_word.hpp"
#include "notice.hpp"
#include "purpose.hpp"
#include "service.hpp"

namespace cli {

using mailmote::Messages;
using mailmote::Service;

bool Inlet::can_read() {
  const mailmote::Spec& spec = access_.parsed();
  if (is_sending(spec.service)) return refuse(report_not_for_reading(access_.arguments(), spec));
  if (spec.service != Service::imap) return refuse(report_not_there_yet(access_.arguments(), spec));
  return true;
}

bool Inlet::open(Opening opening) {
  if (!access_.read_spec(default_service(access_.arguments(), Service::imap)) || !can_read() || !access_.equip())
    return false;
  make_box();
  return did(box_->open(access_.spec(), access_.login(), {.half_open = opening == Opening::half}));
}

void Inlet::make_box() {
  constexpr std::size_t words = 192, scratch = 8192, text = 16384, command = 4096;
  const std::size_t window = access_.window();
  memory_.resize(words + scratch + text + command + window);
  const std::span<char> all(memory_);
  mailmote::MailboxMemory memory;
  memory.state = state_;
  memory.words = all.first(words);
  memory.scratch = all.subspan(words, scratch);
  memory.text = all.subspan(words + scratch, text);
  memory.tx = all.subspan(words + scratch + text, command);
  memory.rx = all.subspan(words + scratch + text + command);

  mailmote::MailboxOptions options;
  options.timeout_ms = access_.timeout();
  options.timeout_for_all = true;
  if (access_.arguments().has("poll")) options.poll_ms = timeout_ms(access_.arguments().value("poll"));
  options.mechanism = access_.mechanism();
  options.notices = &notices_;
  options.charsets = &charsets_;
  options.observer = observer_;
  box_.emplace(access_.network(), memory, std::initializer_list<mailmote::Mailbox::Named>{mailmote::imap::driver},
               options);
}

bool Inlet::did(const mailmote::Result& result) {
  show_notices();
  return result || refuse(access_.report_failure(result.error()));
}

bool Inlet::find(Messages message, mailmote::Summary& found) {
  mailmote::Request request = mailmote::request::messages(found, message);
  const bool there = box_->next(request) && is_there(found);
  return ended_well() && (there || refuse(report_no_such_message(access_.arguments(), box_->counts().messages)));
}

bool Inlet::is_there(mailmote::Summary& mail) {
  const bool empty = mail.size == 0 && mail.received == 0 && mail.date.empty() && mail.from.empty() &&
                     mail.to.empty() && mail.subject.empty();
  if (!empty) return true;
  if (!box_->refresh()) return false;  // what has gone is told here
  mailmote::Request again = mailmote::request::messages(mail, mail);
  return box_->next(again);
}

int Inlet::close() {
  static_cast<void>(box_->close());
  show_notices();
  return 0;
}

int Inlet::close_checked() { return did(box_->close()) ? 0 : status(); }

void Inlet::show_notices() {
  for (const mailmote::ServerNotice& notice : notices_) print_notice(notice);
  if (notices_.dropped() != 0) print_dropped_notices(notices_.dropped());
  notices_.clear();
}

}  // namespace cli
