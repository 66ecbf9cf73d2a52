// An alert from a super-loop, over a port that does nothing.
#include <mailmote/mailer.hpp>

#include "message.hpp"
#include "network.hpp"
#include "outside.hpp"

namespace state {
outside::Static<mailmote::Mailer> mailer;
}
namespace buffers {
mailmote::MailerStorage<1024> memory;
}

int main() {
  outside::Network network;
  const mailmote::Message alert = outside::message();
  const mailmote::Login login{outside::words(), outside::words()};
  mailmote::Mailer& mailer = state::mailer.make(network, buffers::memory);
  mailer.start(outside::words(), login, alert);
  while (mailer.step() == mailmote::Step::again) outside::keep(mailer.idle());
  outside::keep(mailer.result());
  outside::keep(mailer.deliveries());
  return 0;
}
