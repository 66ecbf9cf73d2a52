// An alert, on Linux: the whole program.
// [alert]
#include <cstdlib>

#include <mailmote/mailer.hpp>
#include <mailmote/ports/posix.hpp>

int main() {
  mailmote::posix::Network network;      // sockets, TLS with the system's roots, a clock
  mailmote::MailerStorage<1024> memory;  // every buffer that sending will use
  mailmote::Mailer mailer{network, memory};

  mailmote::Message alert;
  alert.from = "Pump 3 <pump3@plant.example>";
  alert.to = "ops@plant.example, Zoë <zoe@plant.example>";
  alert.subject = "Überdruck an Pumpe 3";
  alert.text = "9.3 bar, limit 8.0 bar.\n";

  const mailmote::Login login{"pump3", std::getenv("PUMP3_PASSWORD")};
  if (auto sent = mailer.send("{smtp.plant.example/submit/tls}", login, alert); !sent)
    return mailmote::posix::explain(sent.error());  // what happened, what it means, what to do; a sysexits code
}
// [/alert]
