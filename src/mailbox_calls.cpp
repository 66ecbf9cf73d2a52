// The calls of a mailbox: each makes a request, and runs it or hands it to a loop.
#include <mailmote/mailbox.hpp>

namespace mailmote {

namespace {

Request of(Op op, Messages messages = {}) {
  Request r;
  r.op = op;
  r.messages = messages;
  return r;
}

}  // namespace

Listing<Summary> Mailbox::messages(Messages which) {
  Summary item;
  return {*this, request::messages(item, which), &Request::summary};
}

Listing<Summary> Mailbox::unread() {
  Summary item;
  return {*this, request::unread(item), &Request::summary};
}

Listing<std::uint32_t> Mailbox::search(std::span<const SearchKey> keys) {
  std::uint32_t item = 0;
  return {*this, request::search(item, keys), &Request::found};
}

Listing<Folder> Mailbox::folders(std::string_view pattern) {
  Folder item;
  return {*this, request::folders(item, pattern), &Request::folder};
}

Listing<Folder> Mailbox::subscribed(std::string_view pattern) {
  Folder item;
  return {*this, request::subscribed(item, pattern), &Request::folder};
}

Listing<Part> Mailbox::parts(Messages message) {
  Part item;
  return {*this, request::parts(item, message), &Request::part};
}

Listing<Change> Mailbox::watch() {
  Change item;
  return {*this, request::watch(item), &Request::changed};
}

Result Mailbox::select(std::string_view mailbox) { return name(Op::select, mailbox); }
Result Mailbox::create(std::string_view mailbox) { return name(Op::create, mailbox); }
Result Mailbox::remove_mailbox(std::string_view mailbox) { return name(Op::remove, mailbox); }
Result Mailbox::rename(std::string_view from, std::string_view to) { return name(Op::rename, from, to); }
Result Mailbox::subscribe(std::string_view mailbox) { return name(Op::subscribe, mailbox); }
Result Mailbox::unsubscribe(std::string_view mailbox) { return name(Op::unsubscribe, mailbox); }

Result Mailbox::name(Op op, std::string_view mailbox, std::string_view target) {
  Request r = of(op);
  r.mailbox = mailbox;
  r.target = target;
  return run(r);
}

Result Mailbox::status(std::string_view mailbox, StatusCounts& into) {
  Request r = of(Op::status);
  r.mailbox = mailbox;
  r.counts = &into;
  return run(r);
}

Result Mailbox::close() {
  start_close();
  return finished();
}

Result Mailbox::refresh() {
  Request r = of(Op::refresh);
  return run(r);
}

Result Mailbox::expunge() {
  Request r = of(Op::expunge);
  return run(r);
}

Result Mailbox::envelope(Messages message, EnvelopeTexts& into) {
  Request r = of(Op::envelope, message);
  r.envelope = &into;
  return run(r);
}

Result Mailbox::fetch(Messages message, Sink& sink) {
  Request r = request::fetch(message, sink);
  return run(r);
}

Result Mailbox::fetch(Messages message, const Part& part, Sink& sink) {
  Request r = request::fetch(message, part, sink);
  return run(r);
}

Result Mailbox::flag(Messages messages, const Flags& flags) { return change(messages, flags, FlagChange::add); }
Result Mailbox::unflag(Messages messages, const Flags& flags) { return change(messages, flags, FlagChange::remove); }
Result Mailbox::set_flags(Messages messages, const Flags& flags) {
  return change(messages, flags, FlagChange::replace);
}
Result Mailbox::remove(Messages messages) { return change(messages, Flag::deleted, FlagChange::add); }

Result Mailbox::change(Messages messages, const Flags& flags, FlagChange change) {
  Request r = of(Op::flag, messages);
  r.flags = flags;
  r.change = change;
  return run(r);
}

Result Mailbox::copy(Messages messages, std::string_view mailbox, Placed* placed) {
  return carry(Op::copy, messages, mailbox, placed);
}

Result Mailbox::move(Messages messages, std::string_view mailbox, Placed* placed) {
  return carry(Op::move, messages, mailbox, placed);
}

Result Mailbox::carry(Op op, Messages messages, std::string_view mailbox, Placed* placed) {
  Request r = of(op, messages);
  r.mailbox = mailbox;
  r.placed = placed;
  return run(r);
}

Result Mailbox::append(std::string_view mailbox, Source& message, std::uint64_t size, const Flags& flags,
                       Placed* placed) {
  Request r = of(Op::append);
  r.mailbox = mailbox;
  r.source = &message;
  r.size = size;
  r.flags = flags;
  r.placed = placed;
  return run(r);
}

}  // namespace mailmote
