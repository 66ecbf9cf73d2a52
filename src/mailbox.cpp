// A mailbox at work: step by step, from a connection to its end.
#include <mailmote/mailbox.hpp>

#include <cstring>

#include <mailmote/texts.hpp>

#include "error.hpp"

namespace mailmote {

namespace {

// Where the texts of an answer stand, unless loops are under way around it.
std::uint8_t level_of(Op op) {
  if (op == Op::folders) return Texts::folder;
  return op == Op::list ? Texts::message : Texts::detail;
}

bool has_texts(Op listing) { return listing != Op::search && listing != Op::watch; }

}  // namespace

Mailbox::Mailbox(Network& network, const MailboxMemory& memory, std::initializer_list<Named> drivers,
                 const MailboxOptions& options)
    : network_(network), memory_(memory), options_(options), connection_(network, options.observer) {
  std::size_t n = 0;
  for (const Named& named : drivers)
    if (n != max_drivers) drivers_[n++] = named.entry;
  set(last_, {Category::closed, Stage::spec, Advice::open_mailbox_first, Retry::reconnect});
}

Counts Mailbox::counts() const { return driver_ != nullptr ? driver_->counts() : Counts(); }

Result Mailbox::result() const {
  if (!is_busy()) return last_;
  Error error;
  set(error, {Category::closed, driver_ != nullptr ? driver_->stage() : Stage::connect, Advice::request_under_way,
              Retry::reconnect});
  connection_.complete(error);
  return error;
}

// Every call that blocks is a loop over step().

Result Mailbox::finished() {
  while (step() == Step::again)
    if (idle()) wait();
  return phase_ == Phase::running ? Result() : result();
}

Result Mailbox::run(Request& request) {
  if (current_ != &request) start(request);
  return finished();
}

void Mailbox::wait() {
  constexpr std::uint32_t soon_ms = 20;  // a source or sink wakes nobody
  Link* const link = driver_ != nullptr ? &driver_->link() : nullptr;
  connection_.wait(link, waiting_ || held_ ? soon_ms : Connection::longest_wait_ms);
}

// A connection that is open, and nothing under way on it. What was under way is given up.
bool Mailbox::is_ready() {
  interrupt();
  if (phase_ == Phase::open) return true;
  const bool under_way = is_busy();
  abort();
  if (under_way) return false;  // that call was not completed, and this one was not begun
  return refuse({was_open_ ? Category::closed : Category::input, Stage::connect, Advice::open_mailbox_first,
                 was_open_ ? Retry::reconnect : Retry::after_fix});
}

void Mailbox::interrupt() {
  if (phase_ != Phase::running) return;
  driver_->drop();
  finish(Phase::open);
}

void Mailbox::leave(Request& request) {
  if (current_ == &request) interrupt();
}

void Mailbox::start(Request& request) {
  if (!is_ready()) return;
  clear(last_);
  if (is_listing(request.op) && !request.cursor.begun) begin_loop();
  const std::uint8_t level = level_of(request.op);
  if (!request.cursor.begun) request.cursor.level = level > level_ ? level : level_;
  endless_ = request.op == Op::watch;
  current_ = &request;
  phase_ = Phase::running;
  renew();
  driver_->begin(request);
}

// The deadline of calls counts anew.
void Mailbox::renew() {
  if (endless_ || !options_.timeout_for_all) connection_.renew();
}

bool Mailbox::first(Request& listing) {
  rewind(listing);
  return next(listing);
}

void Mailbox::rewind(Request& listing) {
  leave(listing);
  listing.cursor = Cursor();
}

bool Mailbox::next(Request& listing) {
  if (listing.cursor.over) return false;
  if (current_ != &listing) start(listing);
  Step came = Step::again;
  while ((came = step()) == Step::again)
    if (idle()) wait();
  listing.cursor.over = came != Step::item;
  return came == Step::item;
}

void Mailbox::enter_loop() {
  begin_loop();
  ++loops_;
}

void Mailbox::leave_loop(std::uint8_t outer_level) {
  --loops_;
  level_ = outer_level;
}

// The texts of the item stay until the next turn: whatever is asked meanwhile puts its own behind them.
bool Mailbox::turn(Request& loop, std::uint8_t outer_level) {
  level_ = outer_level;
  const bool came = next(loop);
  if (has_texts(loop.op)) level_ = static_cast<std::uint8_t>(loop.cursor.level + 1);
  return came;
}

// A loop within a loop leaves the error of the outer one; and where nothing is open, what ended it stays known.
void Mailbox::begin_loop() {
  if (loops_ == 0 && is_open()) clear_error();
}

void Mailbox::start_close() {
  was_open_ = false;
  interrupt();
  if (phase_ != Phase::open && phase_ != Phase::idle) return abort();
  clear(last_);
  if (phase_ == Phase::idle) return;
  renew();
  phase_ = Phase::closing;
  driver_->close();
}

Step Mailbox::step() {
  if (!is_busy()) return outcome();
  Link* const link = driver_ != nullptr ? &driver_->link() : nullptr;
  if (endless_ || had_item_) renew();
  had_item_ = false;
  switch (connection_.step(held_ ? nullptr : link)) {
    case Connection::Progress::failed: on_connection_failed(); return outcome();
    case Connection::Progress::opened: begin_driver(); break;
    case Connection::Progress::secured: driver_->secured(); break;
    case Connection::Progress::again:
    case Connection::Progress::moved: break;
  }
  idle_ = connection_.idle() || held_;
  held_ = waiting_ = false;
  if (driver_ == nullptr) return Step::again;
  const bool nothing_to_send = driver_->link().tx().empty();
  const Step came = follow(driver_->advance());
  if (came != Step::again) return came;
  if (nothing_to_send && !driver_->link().tx().empty()) idle_ = false;
  return came;
}

Step Mailbox::follow(Driver::Progress progress) {
  switch (progress) {
    case Driver::Progress::again: return Step::again;
    case Driver::Progress::waiting: waiting_ = true; return Step::again;
    case Driver::Progress::held: held_ = true; return Step::again;
    case Driver::Progress::item: had_item_ = true; return Step::item;
    case Driver::Progress::done: return on_done();
    case Driver::Progress::failed: break;
  }
  return on_failed();
}

// Completed, or refused. A connection that is open stays open.
Step Mailbox::on_done() {
  if (driver_->error()) {
    last_ = driver_->error();
    connection_.complete(last_);
    driver_->advise(last_);
    remember();
  }
  if (phase_ == Phase::closing || (phase_ == Phase::opening && last_)) {
    finish(Phase::idle);
  } else {
    finish(Phase::open);
  }
  return outcome();
}

Step Mailbox::on_failed() {
  last_ = driver_->error();
  connection_.complete(last_);
  driver_->advise(last_);
  remember();
  finish(Phase::idle);
  return Step::failed;
}

void Mailbox::on_connection_failed() {
  last_ = connection_.error();
  const bool talking = driver_ != nullptr && last_.stage != Stage::tls;
  if (talking && phase_ == Phase::closing && driver_->stage() == Stage::close) {
    clear(last_);  // however it ends, it is over
    return finish(Phase::idle);
  }
  if (talking && last_.category == Category::timeout) last_.stage = driver_->stage();
  connection_.complete(last_);
  if (driver_ != nullptr) driver_->advise(last_);
  remember();
  finish(Phase::idle);
}

// The first error is kept, with its words.
void Mailbox::remember() {
  if (error_) return;
  error_ = last_;
  const std::span<char> room = memory_.words.subspan(words_used_);
  const std::string_view words = last_.server_text;
  const std::size_t n = words.size() < room.size() ? words.size() : room.size();
  if (n != 0) std::memcpy(room.data(), words.data(), n);
  error_.server_text = {room.data(), n};
  error_.text_cut = error_.text_cut || n < words.size();
}

void Mailbox::fail(Cause cause) {
  set(last_, cause);
  connection_.complete(last_);
  remember();
  finish(Phase::idle);
}

void Mailbox::finish(Phase phase) {
  phase_ = phase;
  current_ = nullptr;
  held_ = waiting_ = endless_ = had_item_ = false;
  was_open_ = was_open_ || phase == Phase::open;
  if (phase == Phase::open) return;
  connection_.close();
  if (driver_ != nullptr) driver_->end();
  driver_ = nullptr;
}

void Mailbox::abort() {
  if (phase_ == Phase::idle) return;
  if (phase_ == Phase::open) return finish(Phase::idle);
  fail({Category::closed, driver_ != nullptr ? driver_->stage() : Stage::connect, Advice::hung_up, Retry::reconnect});
}

}  // namespace mailmote
