// What comes before the first word: the specification, the login and the message are checked, the session is set up.
#include <mailmote/mailer.hpp>

#include <cstring>

#include "error.hpp"
#include "opening.hpp"

namespace mailmote {

namespace {

constexpr std::uint16_t max_recipients = UINT16_MAX;  // what recipients_ can count

Advice advice_for(mime::Address::Reason reason) {
  return reason == mime::Address::Reason::not_ascii ? Advice::ascii_address : Advice::fix_address;
}

Advice advice_for(const mime::MessageFault& fault) {
  using Field = mime::MessageFault::Field;
  switch (fault.field) {
    case Field::from:
    case Field::to:
    case Field::cc:
    case Field::bcc:
    case Field::reply_to:
      if (fault.address == mime::Address::Reason::missing)
        return fault.field == Field::from ? Advice::no_sender : Advice::no_recipient;
      return advice_for(fault.address);
    case Field::text: return Advice::text_holds_nul;
    case Field::html:
      return fault.address == mime::Address::Reason::missing ? Advice::fix_inline_part : Advice::text_holds_nul;
    case Field::attachment_type:
    case Field::related_type: return Advice::fix_attachment_type;
    case Field::attachment_content:
    case Field::related_content: return fault.too_long ? Advice::value_too_long : Advice::check_source;
    case Field::attachment_content_id:
    case Field::related_content_id: return Advice::fix_inline_part;
    case Field::message_id: return Advice::fix_message_id;
    case Field::in_reply_to:
    case Field::references: return fault.too_long ? Advice::value_too_long : Advice::fix_reference;
    case Field::header_name: return fault.too_long ? Advice::value_too_long : Advice::fix_header_name;
    default: return fault.too_long ? Advice::value_too_long : Advice::fix_header_value;
  }
}

}  // namespace

void Mailer::start(std::string_view spec, const Login& login, const Message& message) {
  abort();
  if (take(message)) start_connection(spec, login, Goal::mail_and_close);
}

void Mailer::start(std::string_view spec, const Login& login, const Envelope& envelope) {
  abort();
  if (take(envelope)) start_connection(spec, login, Goal::mail_and_close);
}

void Mailer::start_open(std::string_view spec, const Login& login) {
  abort();
  recipients_ = 0;
  start_connection(spec, login, Goal::open);
}

void Mailer::start_send(const Message& message) {
  if (!is_ready_to_send() || !take(message)) return;
  goal_ = Goal::mail;
  begin_mail();
}

void Mailer::start_send(const Envelope& envelope) {
  if (!is_ready_to_send() || !take(envelope)) return;
  goal_ = Goal::mail;
  begin_mail();
}

bool Mailer::is_ready_to_send() {
  if (phase_ == Phase::open) {
    connection_.renew();
    return true;
  }
  const bool under_way = phase_ != Phase::idle && !is_settled();
  abort();
  if (under_way) return false;  // that mail was not completed, and this one was not begun
  static_cast<void>(refuse(Stage::connect, Advice::open_first));
  if (!was_open_) return false;
  error_.category = Category::closed;  // it was open, and the server ended it
  error_.retry = Retry::reconnect;
  return false;
}

bool Mailer::has_room() const {
  const auto& [rx, tx, scratch, words, deliveries] = memory_;
  return rx.size() >= 64 && tx.size() >= 64 && scratch.size() >= 64 && words.size() >= 128;
}

void Mailer::start_close() {
  was_open_ = false;
  if (phase_ != Phase::open && phase_ != Phase::idle) return abort();
  clear(error_);
  if (phase_ == Phase::idle) return;
  connection_.renew();
  goal_ = Goal::close;
  phase_ = Phase::closing;
}

// Refused before anything was sent. An open connection stays open.
bool Mailer::refuse(Stage stage, Advice advice) {
  set(error_, {Category::input, stage, advice, Retry::after_fix});
  return false;
}

// "to, number 3"; without a number where there is but one, or no room for it.
bool Mailer::refuse_field(Advice advice, std::uint16_t offset, std::string_view field, std::uint32_t number) {
  static_cast<void>(refuse(Stage::envelope, advice));
  error_.offset = offset;
  error_.server_text = field;
  if (number == 0) return false;
  Outbox words(memory_.words);
  words.begin();
  words.put(field).put(", number ").put_number(number);
  if (words.commit()) error_.server_text = words.ready();
  return false;
}

void Mailer::start_connection(std::string_view spec, const Login& login, Goal goal) {
  clear(error_);
  session_.reset();
  rset_due_ = was_open_ = mail_refused_ = false;
  if (!has_room()) {
    static_cast<void>(refuse(Stage::envelope, Advice::buffer_too_small));
    error_.category = Category::limit;
    return;
  }
  if (!read_spec(spec, login)) return;
  goal_ = goal;
  phase_ = Phase::opening;
  connection_.open(connection_settings(spec_, options_.attempts, options_.timeout_ms));
}

bool Mailer::read_spec(std::string_view text, const Login& login) {
  spec_ = Spec();
  spec_.service = Service::smtp;
  if (!mailmote::read_spec(text, memory_.words, spec_, error_)) return false;
  login_ = login;
  const bool sends = spec_.service == Service::smtp || spec_.service == Service::submit;
  if (!sends || spec_.anonymous || spec_.readonly) return refuse(Stage::spec, Advice::not_a_mail_service);
  if (check_opening(spec_) != SpecReason::none) return refuse(Stage::spec, Advice::add_ssl_for_port);
  const Advice missing = complete(login_, spec_);
  return missing == Advice::none || refuse(Stage::auth, missing);
}

bool Mailer::take(const Message& message) {
  clear(error_);
  recipients_ = 0;
  if (const mime::MessageFault fault = mime::check(message))
    return refuse_field(advice_for(fault), fault.offset, name(fault.field), fault.number);
  message_ = &message;
  source_ = nullptr;
  from_ = mime::AddressReader(message.from).next().path;
  if (from_.empty()) return refuse(Stage::envelope, Advice::no_sender);
  if (!add_recipients(message.to) || !add_recipients(message.cc) || !add_recipients(message.bcc)) return false;
  return recipients_ != 0 || refuse(Stage::envelope, Advice::no_recipient);
}

bool Mailer::take(const Envelope& envelope) {
  clear(error_);
  recipients_ = 0;
  if (envelope.content == nullptr) return refuse(Stage::data, Advice::check_source);
  message_ = nullptr;
  source_ = envelope.content;
  eight_bit_ = envelope.eight_bit;
  if (!take_sender(envelope.from) || !add_recipients(envelope.to)) return false;
  return recipients_ != 0 || refuse(Stage::envelope, Advice::no_recipient);
}

// None at all is the null reverse path.
bool Mailer::take_sender(std::string_view from) {
  using Kind = mime::Address::Kind;
  from_ = {};
  if (from.empty()) return true;
  mime::AddressReader reader(from);
  const mime::Address sender = reader.next(), second = reader.next();
  from_ = sender.path;
  if (sender.kind == Kind::mailbox && second.kind == Kind::end) return true;
  const mime::Address& wrong = sender.kind == Kind::mailbox ? second : sender;
  return refuse_field(advice_for(wrong.reason), wrong.offset, "from");
}

// A recipient that is named twice gets one copy.
bool Mailer::add_recipients(std::string_view list) {
  mime::AddressReader reader(list);
  for (std::uint32_t number = 1;; ++number) {
    const mime::Address address = reader.next();
    if (address.kind == mime::Address::Kind::end) return true;
    if (address.kind == mime::Address::Kind::refused)
      return refuse_field(advice_for(address.reason), address.offset, "to", number);
    bool known = false;
    for (const Delivery& delivery : memory_.deliveries.first(recipients_))
      known = known || delivery.address == address.path;
    if (known) continue;
    if (recipients_ == memory_.deliveries.size() || recipients_ == max_recipients) {
      const std::string_view room = numbers(recipients_ + 1U, " or more recipients, room for ", recipients_);
      static_cast<void>(refuse_field(Advice::too_many_recipients, address.offset, room));
      error_.category = Category::limit;
      return false;
    }
    memory_.deliveries[recipients_++] = Delivery{address.path, 0, {}, false};
  }
}

// The connection stands: what the specification and the login ask for becomes the session's settings.
void Mailer::begin_session() {
  smtp::Settings s;
  s.start = spec_.starts_with_tls() ? Start::secured : Start::clear;
  s.upgrade = spec_.notls && !spec_.ssl ? smtp::Upgrade::never : smtp::Upgrade::required;
  s.hello = spec_.loser ? smtp::Hello::plain : smtp::Hello::extended;
  s.name = options_.helo.empty() ? address_literal() : options_.helo;
  set_demand(s, login_, spec_, options_.mechanism);
  if (options_.timeout_ms != 0) s.greeting_ms = s.command_ms = s.body_ms = s.accept_ms = 0;
  session_.emplace(smtp::Buffers{memory_.rx, memory_.tx, memory_.scratch}, s);
  session_->tick(network_.now());
  session_->start();
}

// Our end as EHLO names it, RFC 5321 4.1.3: "[192.0.2.1]" or "[IPv6:2001:db8::1]".
std::string_view Mailer::address_literal() {
  constexpr std::string_view open = "[", open_six = "[IPv6:";
  constexpr std::size_t longest = sizeof helo_ - open_six.size() - 1;  // IPv6, with an IPv4 address at its end
  char* const begin = helo_.data() + open_six.size();
  std::string_view address = network_.local_address({begin, longest});
  if (address.empty() || address.size() > longest) address = "127.0.0.1";  // the port does not know
  std::memmove(begin, address.data(), address.size());
  begin[address.size()] = ']';
  const bool six = std::memchr(begin, ':', address.size()) != nullptr;
  const std::string_view front = six ? open_six : open;
  std::memcpy(begin - front.size(), front.data(), front.size());
  return {begin - front.size(), front.size() + address.size() + 1};
}

}  // namespace mailmote
