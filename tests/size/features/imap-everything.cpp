// All that an imap::Session can do, each command of it, and a name for all that comes back.
#include <mailmote/imap/advice.hpp>
#include <mailmote/imap/fetch.hpp>
#include <mailmote/imap/id.hpp>
#include <mailmote/imap/internal_date.hpp>
#include <mailmote/imap/list.hpp>
#include <mailmote/imap/name_space.hpp>
#include <mailmote/imap/search.hpp>
#include <mailmote/imap/session.hpp>
#include <mailmote/imap/set_reader.hpp>
#include <mailmote/imap/status.hpp>

#include "outside.hpp"
#include "stream.hpp"

namespace state {
outside::Static<mailmote::imap::Session> session;
outside::Static<mailmote::imap::Settings> settings;
mailmote::imap::Fetch fetch;
mailmote::imap::List list;
mailmote::imap::Search search;
mailmote::imap::Esearch esearch;
mailmote::imap::StatusReader status;
mailmote::imap::Namespace name_space;
mailmote::imap::Id id;
mailmote::imap::SetReader set;
}  // namespace state
namespace buffers {
char rx[512], tx[256], scratch[256], text[128];
}

namespace {

namespace imap = mailmote::imap;
using imap::EventKind;
using imap::Session;
using outside::words;

void set(imap::Settings& s) {
  s.login.credential = {words(), words(), words()};
  s.login.token = outside::chance();
}

imap::Put read(Session& session, const imap::MessageSet& messages) {
  const mailmote::SearchKey unseen[] = {mailmote::key::unseen()};
  imap::FetchItems items;
  items.uid = items.envelope = items.structure = outside::chance();
  items.section.wanted = outside::chance();
  items.section.part = words();
  switch (outside::number) {
    case 0: return session.select(words());
    case 1: return session.examine(words());
    case 2: return session.list({}, words());
    case 3: return session.lsub({}, words());
    case 4: return session.name_space();
    case 5: return session.status(words());
    case 6: return session.search(unseen, imap::Ids::uid, imap::return_all);
    case 7: return session.fetch(messages, imap::Ids::uid, items);
    case 8: return session.idle();
    case 9: return session.done();
    case 10: return session.rest(outside::number);
    case 11: return session.id();
    case 12: return session.capability();
    case 13: return session.enable(words());
    case 14: return session.noop();
    default: return session.logout();
  }
}

imap::Put change(Session& session, const imap::MessageSet& messages) {
  switch (outside::number) {
    case 0: return session.store(messages, imap::Ids::uid, mailmote::FlagChange::add, mailmote::Flag::seen);
    case 1: return session.copy(messages, imap::Ids::uid, words());
    case 2: return session.move(messages, imap::Ids::uid, words());
    case 3: return session.expunge();
    case 4: return session.expunge(messages);
    case 5: return session.create(words());
    case 6: return session.remove(words());
    case 7: return session.rename(words(), words());
    case 8: return session.subscribe(words());
    case 9: return session.unsubscribe(words());
    case 10: return session.close();
    case 11: return session.unselect();
    default: return session.append(words(), mailmote::Flag::seen, outside::number, outside::number);
  }
}

void ask(Session& session) {
  const imap::Range range{outside::number, outside::number};
  const imap::MessageSet messages(range);
  outside::keep(read(session, messages));
  outside::keep(change(session, messages));
  if (session.wants_body()) outside::keep(session.put_body(words()));
}

void name(const imap::Event& event) {
  outside::keep(state::fetch.read(event));
  outside::keep(state::list.read(event));
  outside::keep(state::search.read(event));
  outside::keep(state::esearch.read(event));
  outside::keep(state::status.read(event));
  outside::keep(state::name_space.read(event));
  outside::keep(state::id.read(event));
  std::string_view piece = event.bytes;
  while (state::set.next(piece)) outside::keep(state::set.first());
  std::int64_t seconds = 0;
  outside::keep(imap::read_internal_date(event.bytes, seconds));
  outside::keep(imap::read_content_name(event.bytes));
}

bool take_events(Session& session) {
  for (;;) {
    const imap::SessionEvent& event = session.next();
    outside::keep(event);
    outside::keep(imap::name(event.code));
    if (event.kind == EventKind::need_input) return true;
    if (event.kind == EventKind::data) name(*event.data);
    if (event.kind == EventKind::ready || event.kind == EventKind::completed) ask(session);
    if (event.kind == EventKind::closed || event.kind == EventKind::failed) return false;
  }
}

}  // namespace

int main() {
  outside::Stream transport;
  imap::Settings& settings = state::settings.make();
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
  mailmote::Error error = session.error();
  imap::advise(error, imap::Code::none);
  outside::keep(error);
  return 0;
}
