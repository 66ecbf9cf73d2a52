// The alert of alert.cpp from a super-loop with a watchdog: every step() does bounded work and none waits, so the loop
// goes on with all else that it has to do. The kernel plays the watchdog: it ends a program that lets an alarm pass.
#include <poll.h>
#include <unistd.h>

#include <cstdlib>

#include <mailmote/mailer.hpp>
#include <mailmote/ports/posix.hpp>

namespace {

constexpr unsigned watchdog_seconds = 30;  // the one step that resolves the name may take as long as the resolver does
constexpr int nap_ms = 10;

void watchdog_feed() { ::alarm(watchdog_seconds); }
void nap() { ::poll(nullptr, 0, nap_ms); }

}  // namespace

int main() {
  mailmote::posix::Network network;
  mailmote::MailerStorage<1024> memory;
  mailmote::Mailer mailer{network, memory};

  mailmote::Message alert;
  alert.from = "Pump 3 <pump3@plant.example>";
  alert.to = "ops@plant.example, Zoë <zoe@plant.example>";
  alert.subject = "Überdruck an Pumpe 3";
  alert.text = "9.3 bar, limit 8.0 bar.\n";
  const mailmote::Login login{"pump3", std::getenv("PUMP3_PASSWORD")};

  // [alert_step]
  mailer.start("{smtp.plant.example/submit/tls}", login, alert);
  while (mailer.step() == mailmote::Step::again) {  // bounded work, never waits
    watchdog_feed();
    if (mailer.idle()) nap();  // or whatever else your loop has to do
  }
  if (auto sent = mailer.result(); !sent) return mailmote::posix::explain(sent.error());
  // [/alert_step]
}
