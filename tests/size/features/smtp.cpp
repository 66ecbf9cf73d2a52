// One mail through an smtp::Session: greeting, STARTTLS, login, pipelined envelope, stuffed text, QUIT.
#include <mailmote/smtp/session.hpp>

#include "outside.hpp"
#include "stream.hpp"

namespace state {
outside::Static<mailmote::smtp::Session> session;
}
namespace buffers {
char rx[224], tx[512], scratch[224];
}

namespace {

using mailmote::smtp::EventKind;
using mailmote::smtp::Put;
using mailmote::smtp::Session;

mailmote::smtp::Settings settings() {
  mailmote::smtp::Settings s;
  s.name = outside::words();
  s.credential = {outside::words(), outside::words(), outside::words()};
  s.token = outside::chance();
  return s;
}

void put_envelope(Session& session) {
  if (session.mail(outside::words(), outside::size, outside::chance()) != Put::done) return;
  if (session.rcpt(outside::words()) != Put::done) return;
  outside::keep(session.data());
}

void put_text(Session& session) {
  if (session.put_body(outside::words()) == 0) outside::keep(session.end_body());
}

bool take_events(Session& session) {
  for (;;) {
    const mailmote::smtp::SessionEvent event = session.next();
    outside::keep(event);
    if (event.kind == EventKind::need_input) return true;
    if (event.kind == EventKind::ready) put_envelope(session);
    if (event.kind == EventKind::reply && session.is_quiet()) outside::keep(session.quit());
    if (event.kind == EventKind::closed || event.kind == EventKind::failed) return false;
  }
}

}  // namespace

int main() {
  outside::Stream transport;
  Session& session =
      state::session.make(mailmote::smtp::Buffers{buffers::rx, buffers::tx, buffers::scratch}, settings());
  session.start();
  while (take_events(session)) {
    if (session.wants_body()) put_text(session);
    if (session.wants().tls) session.secured();
    mailmote::turn(session, transport, outside::number);
  }
  outside::keep(session.error());
  return 0;
}
