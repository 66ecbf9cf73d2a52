// Commands: each is written whole or not at all, and is answered under its tag.
#include <mailmote/imap/session.hpp>

#include <cstring>

#include <mailmote/wire/ascii.hpp>

namespace mailmote::imap {

namespace {

// In the order of Command, one after the other: smaller than a table of them.
constexpr char verbs[] =
    "\0\0CAPABILITY\0STARTTLS\0AUTHENTICATE \0LOGIN \0ENABLE \0ID \0NOOP\0LOGOUT\0SELECT \0EXAMINE \0CREATE \0DELETE \0"
    "RENAME \0SUBSCRIBE \0UNSUBSCRIBE \0LIST \0LSUB \0NAMESPACE\0STATUS \0APPEND \0IDLE\0CLOSE\0UNSELECT\0EXPUNGE\0"
    "SEARCH \0FETCH \0STORE \0COPY \0MOVE ";

std::string_view verb(Command command) {
  const char* text = verbs;
  for (auto n = static_cast<unsigned>(command); n != 0; --n) text += std::strlen(text) + 1;
  return text;
}

// What the server may have to go through a whole mailbox for, or all of them.
bool is_transfer(Command command) {
  return command >= Command::expunge || command == Command::list || command == Command::lsub;
}
static_assert(Command::expunge < Command::search && Command::search < Command::move);

// How far the work is, as errors have it.
Stage stage_of(Command command) {
  switch (command) {
    case Command::logout: return Stage::close;
    case Command::append: return Stage::data;
    case Command::idle: return Stage::idle;
    case Command::search:
    case Command::fetch: return Stage::fetch;
    default: return Stage::mailbox;
  }
}

bool is_atom(std::string_view word) {
  for (const char c : word)
    if (!wire::is_alnum(c) && c != '-' && c != '=' && c != '.') return false;
  return !word.empty();
}

}  // namespace

// One after the other; none behind a command that waits for a `+`, or whose octets are still on their way.
inline bool Session::may_send() const {
  return state() == State::open && !is_under_way() && pending_count_ < max_pending && oldest() != Command::idle;
}

// Where none may begin, what is put goes nowhere, and end_command() says so.
void Session::begin_command(Command command, Ids ids) {
  const bool own = command <= Command::login || (command == Command::id && phase_ == Phase::login);
  const bool may_begin = may_send() && (phase_ == Phase::ready || own);
  command_ = may_begin ? command : Command::none;
  out_.begin();
  if (!may_begin) out_.spoil();
  out_.put('A').put_number(next_tag()).put(ids == Ids::uid ? " UID " : " ").put(verb(command));
}

// Whole or not at all.
Put Session::end_command() {
  const bool refused = out_.is_spoiled();
  if (!out_.put("\r\n").commit()) {
    if (command_ == Command::none) return Put::later;
    return refused ? Put::refused : out_.empty() ? Put::too_small : Put::later;
  }
  if (out_.is_gated()) awaits_ = Awaits::literal;
  expect(command_);
  return Put::done;
}

// An answer is due.
void Session::expect(Command command) {
  if (command != Command::greeting) last_tag_ = next_tag();
  Pending& pending = pending_[pending_count_++];
  pending.end = out_.mark();
  pending.tag = command == Command::greeting ? 0 : last_tag_;
  pending.command = command;
  if (phase_ == Phase::ready) stage_ = stage_of(command);
  resting_ = false;
  if (pending_count_ == 1) arm_for_answer();
}

// A command has its answer.
void Session::remove_pending(std::size_t index) {
  --pending_count_;
  std::memmove(&pending_[index], &pending_[index] + 1, (pending_count_ - index) * sizeof(Pending));
  pending_[pending_count_].command = Command::none;
  untagged_ = 0;
  arm_for_answer();
}

// Whether the command has left whole, or as far as the `+` that it waits for.
bool Session::is_asked(std::size_t index) const {
  const bool newest = index + 1 == pending_count_;
  if (newest && responding_) return false;
  if (newest && awaits_ == Awaits::literal) return out_.ready().empty();
  return out_.has_left(pending_[index].end);
}

// Only a message can be refused while it leaves, and nothing is accepted before it has left.
bool Session::may_be_answered(std::size_t index, Response answer) const {
  if (answer != Response::ok && pending_[index].command == Command::append && out_.has_left(line_end_)) return true;
  return is_asked(index) && !(body_ && index + 1 == pending_count_);
}

// How long the server may take. A LOGOUT that nobody answers is not worth waiting for.
void Session::arm_for_answer() {
  constexpr std::uint32_t logout_ms = 5'000;
  switch (oldest()) {
    case Command::none: return disarm();
    case Command::greeting: return arm(settings_.greeting_ms);
    case Command::logout: return arm(logout_ms);
    case Command::idle: return arm(idling_ ? settings_.idle_ms : settings_.command_ms);
    case Command::append:
      arm(settings_.command_ms);
      if (body_) extend_for(body_left_);
      return;
    default: return arm(is_transfer(oldest()) ? settings_.transfer_ms : settings_.command_ms);
  }
}

// How texts may be written: TextForm bits.
std::uint8_t Session::forms() const {
  unsigned bits = settings_.quote ? always_quoted : 0;
  if (capabilities_.has(Capability::literal_plus)) bits |= literal_plus;
  if (capabilities_.has(Capability::literal_minus)) bits |= literal_minus;
  return static_cast<std::uint8_t>(bits);
}

void Session::put_mailbox_name(std::string_view name) { put_mailbox(out_, name, forms()); }

// A command without arguments.
Put Session::put_bare(Command command) {
  begin_command(command);
  return end_command();
}

Put Session::put_name(Command command, std::string_view mailbox) {
  begin_command(command);
  put_mailbox_name(mailbox);
  return end_command();
}

Put Session::put_list(Command command, std::string_view reference, std::string_view pattern) {
  begin_command(command);
  put_mailbox_name(reference);
  out_.put(' ');
  put_list_pattern(out_, pattern, forms());
  return end_command();
}

Put Session::put_id() {
  begin_command(Command::id);
  out_.put("(\"name\" \"Mailmote\")");
  return end_command();
}

Put Session::enable(std::string_view capability) {
  begin_command(Command::enable);
  out_.put(capability);
  if (!is_atom(capability)) out_.spoil();
  return end_command();
}

Put Session::logout() {
  if (!is_quiet()) return Put::later;
  const Put put = put_bare(Command::logout);
  if (put == Put::done) phase_ = Phase::over;
  return put;
}

Put Session::select(std::string_view mailbox) {
  return open(settings_.read_only ? Command::examine : Command::select, mailbox);
}

Put Session::open(Command command, std::string_view mailbox) {
  for (std::size_t i = 0; i != pending_count_; ++i)
    if (pending_[i].command != Command::id) return Put::later;
  const Put put = put_name(command, mailbox);
  if (put != Put::done) return put;
  mailbox_ = {};
  examined_ = command == Command::examine;
  return put;
}

Put Session::rename(std::string_view from, std::string_view to) {
  begin_command(Command::rename);
  put_mailbox_name(from);
  out_.put(' ');
  put_mailbox_name(to);
  return end_command();
}

Put Session::status(std::string_view mailbox, std::uint8_t items) {
  static constexpr std::string_view names[] = {"MESSAGES", "RECENT", "UIDNEXT", "UIDVALIDITY", "UNSEEN"};
  begin_command(Command::status);
  put_mailbox_name(mailbox);
  std::string_view before = " (";
  for (unsigned i = 0; i != std::size(names); ++i) {
    if ((unsigned{items} >> i & 1U) == 0) continue;
    out_.put(before).put(names[i]);
    before = " ";
  }
  out_.put(')');
  if ((items & status_all) == 0) out_.spoil();
  return end_command();
}

Put Session::fetch(const MessageSet& messages, Ids ids, const FetchItems& items) {
  begin_command(Command::fetch, ids);
  put_set(out_, messages);
  out_.put(' ');
  put_fetch_items(out_, items, forms());
  return end_command();
}

// Whoever changes flags knows what they are then: the server need not say it.
Put Session::store(const MessageSet& messages, Ids ids, FlagChange change, const Flags& flags) {
  static constexpr std::string_view verbs_of_change[] = {" +FLAGS.SILENT ", " -FLAGS.SILENT ", " FLAGS.SILENT "};
  if (is_read_only()) return Put::read_only;
  begin_command(Command::store, ids);
  put_set(out_, messages);
  out_.put(verbs_of_change[static_cast<std::size_t>(change)]);
  put_flags(out_, flags);
  return end_command();
}

Put Session::transfer(Command command, const MessageSet& messages, Ids ids, std::string_view mailbox) {
  begin_command(command, ids);
  put_set(out_, messages);
  out_.put(' ');
  put_mailbox_name(mailbox);
  return end_command();
}

Put Session::move(const MessageSet& messages, Ids ids, std::string_view mailbox) {
  if (is_read_only()) return Put::read_only;
  if (!capabilities_.has(Capability::move)) return Put::unsupported;
  return transfer(Command::move, messages, ids, mailbox);
}

Put Session::expunge() { return is_read_only() ? Put::read_only : put_bare(Command::expunge); }

Put Session::expunge(const MessageSet& uids) {
  if (is_read_only()) return Put::read_only;
  if (!capabilities_.has(Capability::uidplus)) return Put::unsupported;
  begin_command(Command::expunge, Ids::uid);
  out_.put(' ');
  put_set(out_, uids);
  return end_command();
}

}  // namespace mailmote::imap
