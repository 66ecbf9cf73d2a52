#include "alert.hpp"

#include <lwip/sys.h>

#include <mailmote/mailer.hpp>

#include "console.hpp"
#include "explain.hpp"
#include "meter.hpp"

int send_alert(mailmote::Network& network, Board& board, const Arguments& arguments) {
  mailmote::MailerStorage<1024> memory;  // every buffer that sending will use
  mailmote::Mailer mailer{network, memory, {.timeout_ms = arguments.timeout_ms}};

  mailmote::Message alert;
  alert.from = "Pump 3 <pump3@plant.example>";
  alert.to = "ops@plant.example, Zoë <zoe@plant.example>";
  alert.subject = "Überdruck an Pumpe 3";
  alert.text = "9.3 bar, limit 8.0 bar.\n";
  const mailmote::Login login{arguments.user, arguments.password};

  const std::uint32_t begin = sys_now();
  Meter meter;
  mailer.start(arguments.spec, login, alert);
  while (meter.step(mailer) == mailmote::Step::again) {  // bounded work, never waits
    const bool came = meter.poll(board);                 // Ethernet, lwIP's timers, the watchdog
    if (mailer.idle() && !came) board.doze();
  }
  say("milliseconds", sys_now() - begin);
  if (arguments.meter != 0) meter.report();

  const mailmote::Result sent = mailer.result();
  say("sent", sent ? "yes" : "no");
  return sent ? 0 : explain(sent.error());
}
