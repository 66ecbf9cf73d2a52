#include "outlet.hpp"

#include "purpose.hpp"
#include "report.hpp"
#include "service.hpp"

namespace cli {

bool Outlet::prepare(std::size_t recipients) {
  if (!access_.read_spec(default_service(access_.arguments(), mailmote::Service::smtp))) return false;
  const mailmote::Spec& spec = access_.parsed();
  if (!is_sending(spec.service)) return access_.refuse(report_not_for_sending(access_.arguments(), spec));
  if (for_mailboxes_only(spec)) return access_.refuse(report_mailbox_flags(access_.arguments(), spec));
  if (!access_.equip()) return false;
  make_mailer(recipients);
  return true;
}

void Outlet::make_mailer(std::size_t recipients) {
  constexpr std::size_t words = 128, scratch = 1024, command = 512;
  const std::size_t window = access_.window();
  const std::size_t tx = window < command ? command : window;
  memory_.resize(words + scratch + window + tx);
  deliveries_.resize(recipients);
  const std::span<char> all(memory_);
  mailmote::MailerMemory memory;
  memory.words = all.first(words);
  memory.scratch = all.subspan(words, scratch);
  memory.rx = all.subspan(words + scratch, window);
  memory.tx = all.subspan(words + scratch + window);
  memory.deliveries = deliveries_;

  helo_ = access_.arguments().value("helo");
  mailmote::MailerOptions options;
  options.helo = helo_;
  options.observer = &access_.transcript();
  options.timeout_ms = access_.timeout();
  options.mechanism = access_.mechanism();
  mailer_.emplace(access_.network(), memory, options);
}

}  // namespace cli
