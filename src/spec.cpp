// One pass from left to right, each part by one function; the first fault ends it. Grammar and limits are those of
// c-client 2007f's mail_valid_net_parse_work, the facts of which are in tests/oracle, but for what is refused on
// purpose: control octets, odd hosts and ports, unknown services, contradicting flags.
#include <mailmote/spec.hpp>
#include <mailmote/wire/ascii.hpp>

#include "spec_host.hpp"
#include "spec_parser.hpp"
#include "spec_words.hpp"

namespace mailmote::spec {
namespace {

// The value of a switch as it stands in the text.
struct Value {
  std::size_t begin = 0;   // behind the opening quote
  std::size_t length = 0;  // up to the closing one
  std::size_t count = 0;   // octets once unescaped
  bool escaped() const { return count != length; }
};

class Parser {
 public:
  Parser(std::string_view text, std::span<char> storage, Spec& into, SpecFault& fault)
      : text_(text), storage_(storage), spec_(into), fault_(fault) {}

  bool parse() { return host() && area() && switches() && whole() && mailbox(); }

 private:
  bool host();
  bool area();
  bool switches();
  bool item();
  bool port();
  bool flag();
  bool plain_flag(Switch flag);
  bool service(Service service);
  bool argument(Switch meaning);
  bool user(std::string_view& field, const Value& value, SpecReason second);
  bool service_value(const Value& value);
  bool mechanism(const Value& value);
  bool whole();
  bool mailbox();

  bool read_value(Value& value);
  bool read_quoted(Value& value);
  std::string_view octets(const Value& value, std::span<char> room) const;
  bool control_free(std::size_t begin, std::size_t end);
  bool refuse(bool conflict, SpecReason reason) { return !conflict || fail(reason, word_, at_ - word_); }
  bool fail(SpecReason reason, std::size_t begin, std::size_t length);

  std::string_view view(std::size_t begin, std::size_t end) const { return {text_.data() + begin, end - begin}; }
  bool ends_item(std::size_t i) const { return i >= brace_ || text_[i] == '/' || text_[i] == ':'; }
  std::size_t item_end(std::size_t i) const;
  std::size_t find(char c, std::size_t from) const;

  bool service_given_ = false;
  bool validate_ = false;    // /validate-cert
  bool after_bare_ = false;  // the item before was a value without quotes, which perhaps needed them
  std::string_view text_;
  std::span<char> storage_;  // what is left of it
  Spec& spec_;
  SpecFault& fault_;
  std::size_t at_ = 0;     // the next octet
  std::size_t brace_ = 0;  // where the switches end
  std::size_t word_ = 0;   // where the switch began that is being read
  std::size_t norsh_ = 0;  // where /norsh stood
};

// Cuts nothing: every offset is within the limits of the grammar, only a length can be longer than its type.
bool Parser::fail(SpecReason reason, std::size_t begin, std::size_t length) {
  constexpr std::size_t most = UINT16_MAX;
  fault_.reason = reason;
  fault_.offset = static_cast<std::uint16_t>(begin);
  fault_.length = static_cast<std::uint16_t>(length < most ? length : most);
  return false;
}

std::size_t Parser::find(char c, std::size_t from) const {
  while (from < text_.size() && text_[from] != c) ++from;
  return from;
}

std::size_t Parser::item_end(std::size_t i) const {
  while (!ends_item(i)) ++i;
  return i;
}

bool Parser::control_free(std::size_t begin, std::size_t end) {
  while (begin < end && !wire::is_control(text_[begin])) ++begin;
  std::size_t last = begin;
  while (last < end && wire::is_control(text_[last])) ++last;
  return begin == end || fail(SpecReason::control_octet, begin, last - begin);
}

bool is_local_name(std::string_view text) {
  constexpr std::string_view marks = "#~/.";
  return wire::equals_any_case(text, "INBOX") || (!text.empty() && marks.find(text[0]) != marks.npos);
}

// A literal runs to its bracket, for it may hold the octets that end a name.
bool Parser::host() {
  if (is_local_name(text_)) return fail(SpecReason::local_name, 0, text_.size());
  if (text_.empty() || text_[0] != '{') return fail(SpecReason::no_brace, 0, 0);
  const bool literal = text_.size() > 1 && text_[1] == '[';
  for (at_ = 1; at_ < text_.size() && text_[at_] != '}'; ++at_) {
    if (!literal && (text_[at_] == '/' || text_[at_] == ':')) break;
    if (literal && text_[at_ - 1] == ']') break;
  }
  const std::string_view name = view(1, at_);
  const HostFault fault = check_host(name);
  if (fault.reason == SpecReason::none) {
    spec_.host = name;
    return true;
  }
  return fail(fault.reason, 1 + fault.offset, fault.length);
}

// The first brace ends the switches, even within quotes.
bool Parser::area() {
  brace_ = find('}', at_);
  const std::size_t limit = at_ + max_spec_switches;
  if (brace_ > limit) return fail(SpecReason::switches_too_long, limit, brace_ - limit);
  if (brace_ == text_.size()) return fail(SpecReason::unclosed, brace_, 0);
  return control_free(at_, brace_);
}

bool Parser::switches() {
  while (at_ < brace_)
    if (!item()) return false;
  return true;
}

bool Parser::item() {
  if (text_[at_] == ':') return port();
  if (text_[at_] == '/') return flag();
  return fail(SpecReason::stray_octets, at_, item_end(at_) - at_);
}

bool Parser::port() {
  const std::size_t begin = ++at_;
  std::uint32_t value = 0;
  for (; at_ < brace_ && wire::is_digit(text_[at_]); ++at_)
    if (value <= UINT16_MAX) value = value * 10 + static_cast<std::uint32_t>(text_[at_] - '0');
  if (!ends_item(at_) || at_ == begin) {
    if (after_bare_) return fail(SpecReason::quote_value, begin, item_end(begin) - begin);
    return fail(SpecReason::port_digits, at_, item_end(at_) - at_);
  }
  if (value == 0 || value > UINT16_MAX) return fail(SpecReason::port_range, begin, at_ - begin);
  if (spec_.port != 0) return fail(SpecReason::second_port, begin, at_ - begin);
  spec_.port = static_cast<std::uint16_t>(value);
  after_bare_ = false;
  return true;
}

bool Parser::flag() {
  word_ = ++at_;
  while (!ends_item(at_) && text_[at_] != '=') ++at_;
  const std::string_view name = view(word_, at_);
  if (name.empty()) return fail(SpecReason::empty_switch, word_ - 1, 1);
  const std::optional<Switch> found = find_switch(name);
  if (!found) return fail(after_bare_ ? SpecReason::quote_value : SpecReason::unknown_switch, word_, name.size());
  const bool has_value = at_ < brace_ && text_[at_] == '=';
  if (has_value != takes_value(*found)) {
    return has_value ? fail(SpecReason::switch_takes_no_value, at_, item_end(at_) - at_)
                     : fail(SpecReason::switch_needs_value, word_, name.size());
  }
  if (has_value) return argument(*found);
  after_bare_ = false;
  return is_service(*found) ? service(service_of(*found)) : plain_flag(*found);
}

// A flag may be repeated. /ssl goes with /notls, for it never upgrades.
bool Parser::plain_flag(Switch flag) {
  if (flag == Switch::validate) {
    validate_ = true;
  } else {
    spec_.*flags[static_cast<unsigned>(flag)] = true;
  }
  if (flag == Switch::ssl) spec_.notls = true;
  if (flag == Switch::tls_sslv23) spec_.tls = true;
  if (flag == Switch::norsh) norsh_ = word_;
  return refuse(spec_.ssl && spec_.tls, SpecReason::ssl_with_tls) &&
         refuse(spec_.tls && spec_.notls, SpecReason::tls_with_notls) &&
         refuse(validate_ && spec_.novalidate, SpecReason::validate_with_novalidate);
}

bool Parser::service(Service service) {
  if (!refuse(service_given_, SpecReason::second_service)) return false;
  spec_.service = service;
  return service_given_ = true;
}

bool Parser::argument(Switch meaning) {
  Value value;
  if (!read_value(value)) return false;
  switch (meaning) {
    case Switch::user: return user(spec_.user, value, SpecReason::second_user);
    case Switch::authuser: return user(spec_.authuser, value, SpecReason::second_authuser);
    case Switch::auth: return mechanism(value);
    default: return service_value(value);
  }
}

bool Parser::read_value(Value& value) {
  value.begin = ++at_;
  if (at_ < brace_ && text_[at_] == '"') return read_quoted(value);
  at_ = item_end(at_);
  value.length = value.count = at_ - value.begin;
  after_bare_ = true;
  return true;
}

// A backslash takes the next octet as it is.
bool Parser::read_quoted(Value& value) {
  const std::size_t quote = at_;
  value.begin = ++at_;
  for (; at_ < brace_ && text_[at_] != '"'; ++at_, ++value.count)
    if (text_[at_] == '\\') ++at_;
  if (at_ >= brace_) return fail(SpecReason::unclosed_quote, quote, brace_ - quote);
  value.length = at_ - value.begin;
  after_bare_ = false;
  return ends_item(++at_) || fail(SpecReason::stray_octets, at_, item_end(at_) - at_);
}

// A value without escapes stays where it is; another goes to `room`.
std::string_view Parser::octets(const Value& value, std::span<char> room) const {
  const std::string_view written = view(value.begin, value.begin + value.length);
  return value.escaped() ? unescaped(written, room) : written;
}

// An empty one counts as none at all, as in the reference.
bool Parser::user(std::string_view& field, const Value& value, SpecReason second) {
  if (!refuse(!field.empty(), second)) return false;
  if (value.count > max_spec_user) return fail(SpecReason::user_too_long, value.begin, value.length);
  if (value.escaped() && value.count > storage_.size())
    return fail(SpecReason::storage_too_small, value.begin, value.length);
  field = octets(value, storage_);
  if (value.escaped()) storage_ = {storage_.data() + value.count, storage_.size() - value.count};
  return true;
}

bool Parser::service_value(const Value& value) {
  if (!refuse(service_given_, SpecReason::second_service)) return false;
  if (value.count == 0) return true;
  char room[longest_word];
  const std::string_view word = octets(value, room);
  // The other spellings are switches only: /imap4, but not /service=imap4.
  const std::optional<Switch> found = find_switch(word);
  if (found && is_service(*found) && wire::equals_any_case(word, spelling(*found))) return service(service_of(*found));
  return fail(SpecReason::unknown_service, value.begin, value.length);
}

bool Parser::mechanism(const Value& value) {
  if (!refuse(spec_.auth.has_value(), SpecReason::second_auth)) return false;
  char room[longest_word];
  spec_.auth = mechanism_named(octets(value, room));
  return spec_.auth.has_value() || fail(SpecReason::unknown_mechanism, value.begin, value.length);
}

// What only the whole of the switches can tell.
bool Parser::whole() {
  if (!spec_.norsh || spec_.service == Service::imap) return true;
  return fail(SpecReason::norsh_without_imap, norsh_, 5);
}

bool Parser::mailbox() {
  const std::size_t begin = brace_ + 1;
  const std::size_t limit = begin + max_spec_mailbox;
  if (text_.size() > limit) return fail(SpecReason::mailbox_too_long, limit, text_.size() - limit);
  spec_.mailbox = begin == text_.size() ? "INBOX" : view(begin, text_.size());
  return control_free(begin, text_.size());
}

}  // namespace

SpecFault read(std::string_view text, std::span<char> storage, Spec& into) {
  SpecFault fault;
  static_cast<void>(Parser(text, storage, into, fault).parse());
  return fault;
}

std::string_view unescaped(std::string_view quoted, std::span<char> room) {
  std::size_t n = 0;
  for (std::size_t i = 0; i < quoted.size(); ++i) {
    if (quoted[i] == '\\' && i + 1 < quoted.size()) ++i;
    if (n == room.size()) return quoted;
    room[n++] = quoted[i];
  }
  return {room.data(), n};
}

}  // namespace mailmote::spec
