// What comes before the first word: the specification and the login are checked, the driver is made.
#include <mailmote/mailbox.hpp>

#include "error.hpp"
#include "opening.hpp"

namespace mailmote {

namespace {

// How many octets at the front of `memory` the names of `spec` lie in.
std::size_t used_by(const Spec& spec, std::span<char> memory) {
  std::size_t used = 0;
  for (const std::string_view name : {spec.user, spec.authuser}) {
    const auto from = static_cast<std::size_t>(name.data() - memory.data());
    if (name.data() >= memory.data() && from < memory.size() && from + name.size() > used) used = from + name.size();
  }
  return used;
}

bool is_aligned(std::span<std::byte> state) {
  return reinterpret_cast<std::uintptr_t>(state.data()) % alignof(std::max_align_t) == 0;
}

bool has_room(const MailboxMemory& m) {
  return m.state.size() >= max_driver_state && is_aligned(m.state) && m.rx.size() >= 128 && m.tx.size() >= 256 &&
         m.scratch.size() >= 64 && m.text.size() >= 256 && m.words.size() >= 192;
}

}  // namespace

Result Mailbox::open(std::string_view spec, const Login& login, const OpenOptions& options) {
  start_open(spec, login, options);
  return finished();
}

void Mailbox::start_open(std::string_view spec, const Login& login, const OpenOptions& options) {
  abort();
  clear(last_);
  clear_error();
  was_open_ = false;
  words_used_ = 0;
  if (!take_spec(spec, login, options)) return;
  phase_ = Phase::opening;
  connection_.open(connection_settings(spec_, options_.attempts, options_.timeout_ms));
}

// Refused before anything was sent.
bool Mailbox::refuse(Cause cause) {
  set(last_, cause);
  remember();
  return false;
}

bool Mailbox::take_spec(std::string_view text, const Login& login, const OpenOptions& options) {
  if (!has_room(memory_)) return refuse({Category::limit, Stage::spec, Advice::buffer_too_small, Retry::after_fix});
  spec_ = Spec();
  if (!read_spec(text, memory_.words.first(max_spec_storage), spec_, last_)) {
    remember();
    return false;
  }
  words_used_ = static_cast<std::uint8_t>(used_by(spec_, memory_.words));
  spec_.readonly = spec_.readonly || options.read_only;
  spec_.anonymous = spec_.anonymous || options.anonymous;
  spec_.secure = spec_.secure || options.secure;
  half_open_ = options.half_open;
  expunge_at_close_ = options.expunge_at_close;
  ahead_ = options.ahead;
  login_ = login;
  entry_ = driver_for(spec_.service);
  if (entry_ == nullptr) return refuse_service();
  const auto refused = [this](Stage stage, Advice advice) {
    return refuse({Category::input, stage, advice, Retry::after_fix});
  };
  if (check_opening(spec_) != SpecReason::none) return refused(Stage::spec, Advice::add_ssl_for_port);
  if (spec_.anonymous) return true;
  const Advice missing = complete(login_, spec_);
  if (missing != Advice::none) return refused(Stage::auth, missing);
  const bool nobody = login_.user.empty() && spec_.authuser.empty();
  return !nobody || !entry_->wants_login || refused(Stage::auth, Advice::no_login);
}

const DriverEntry* Mailbox::driver_for(Service service) const {
  for (const DriverEntry* entry : drivers_)
    if (entry != nullptr && entry->service == service) return entry;
  return nullptr;
}

bool Mailbox::refuse_service() {
  const bool sends = spec_.service == Service::smtp || spec_.service == Service::submit;
  if (sends) return refuse({Category::input, Stage::spec, Advice::not_a_mailbox_service, Retry::after_fix});
  return refuse({Category::unsupported, Stage::spec, Advice::service_not_linked, Retry::after_fix});
}

// The connection stands: what the specification and the login ask for becomes the driver's settings.
void Mailbox::begin_driver() {
  DriverSettings s;
  s.start = spec_.starts_with_tls() ? Start::secured : Start::clear;
  s.clear_text = spec_.notls && !spec_.ssl;
  s.anonymous = spec_.anonymous;
  s.loser = spec_.loser;
  s.read_only = spec_.readonly;
  s.half_open = half_open_;
  s.expunge_at_close = expunge_at_close_;
  s.connection = ++opened_;
  s.ahead = ahead_;
  s.unlimited = options_.timeout_ms != 0;
  set_demand(s.login, login_, spec_, options_.mechanism);
  s.mailbox = spec_.mailbox;
  s.poll_ms = options_.poll_ms;
  s.notices = options_.notices;
  s.charsets = options_.charsets;
  driver_ = entry_->make(memory_.state, {memory_.rx, memory_.tx, memory_.scratch, memory_.text}, s);
  driver_->link().tick(network_.now());
  driver_->connected();
}

}  // namespace mailmote
