// A mailbox read through an imap::Session: greeting, STARTTLS, login, SELECT, SEARCH, FETCH named value by value,
// STORE, IDLE, LOGOUT. Of response codes it knows those that the session acts on.
#include <mailmote/imap/fetch.hpp>
#include <mailmote/imap/list.hpp>
#include <mailmote/imap/search.hpp>
#include <mailmote/imap/session.hpp>

#include "outside.hpp"
#include "stream.hpp"

namespace state {
outside::Static<mailmote::imap::Session> session;
outside::Static<mailmote::imap::Settings> settings;
mailmote::imap::Fetch fetch;
mailmote::imap::List list;
mailmote::imap::Search search;
}  // namespace state
namespace buffers {
char rx[512], tx[256], scratch[256], text[128];
}

// What the design allows for a session's own; the row's state has the settings and the namers, too.
static_assert(sizeof(mailmote::imap::Session) <= 384);

namespace {

namespace imap = mailmote::imap;
using imap::EventKind;
using imap::Session;

void set(imap::Settings& s) {
  s.login.credential = {outside::words(), outside::words(), outside::words()};
  s.login.token = outside::chance();
}

// What a reader asks for, one after the other.
imap::Put ask(Session& session) {
  const imap::Range range{outside::number, outside::number};
  const imap::MessageSet messages(range);
  const mailmote::SearchKey unseen[] = {mailmote::key::unseen()};
  imap::FetchItems items;
  items.uid = items.envelope = items.structure = outside::chance();
  items.section.wanted = outside::chance();
  items.section.part = outside::words();
  switch (outside::number) {
    case 0: return session.select(outside::words());
    case 1: return session.list({}, outside::words());
    case 2: return session.search(unseen, imap::Ids::uid);
    case 3: return session.fetch(messages, imap::Ids::uid, items);
    case 4: return session.store(messages, imap::Ids::uid, mailmote::FlagChange::add, mailmote::Flag::seen);
    case 5: return session.idle();
    case 6: return session.done();
    default: return session.logout();
  }
}

void name(const imap::Event& event) {
  outside::keep(state::fetch.read(event));
  outside::keep(state::list.read(event));
  outside::keep(state::search.read(event));
}

bool take_events(Session& session) {
  for (;;) {
    const imap::SessionEvent& event = session.next();
    outside::keep(event);
    if (event.kind == EventKind::need_input) return true;
    if (event.kind == EventKind::data) name(*event.data);
    if (event.kind == EventKind::ready || event.kind == EventKind::completed) outside::keep(ask(session));
    if (event.kind == EventKind::closed || event.kind == EventKind::failed) return false;
  }
}

}  // namespace

int main() {
  outside::Stream transport;
  imap::Settings& settings = state::settings.make(imap::Settings{.codes = imap::session_code_named});
  set(settings);
  const imap::Buffers buffers{buffers::rx, buffers::tx, buffers::scratch, buffers::text};
  Session& session = state::session.make(buffers, settings);
  session.start();
  while (take_events(session)) {
    if (session.wants().tls) session.secured();
    mailmote::turn(session, transport, outside::number);
  }
  char section[64];
  outside::keep(state::fetch.section(section));
  outside::keep(session.error());
  return 0;
}
