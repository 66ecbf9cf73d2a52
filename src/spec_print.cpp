// The one text of each specification. Everything that a value could break out with is escaped or refused: the
// reference writes user names as they are, and so a name turned the certificate check off.
#include <iterator>
#include <mailmote/spec.hpp>
#include <mailmote/wire/ascii.hpp>

#include "spec_host.hpp"
#include "spec_words.hpp"

namespace mailmote {
namespace {

class Text {
 public:
  explicit Text(std::span<char> into) : into_(into) {}

  void put(char c) {
    if (used_ == into_.size()) return refuse();
    into_[used_++] = c;
  }
  void put(std::string_view octets) {
    for (const char c : octets) put(c);
  }
  void put_port(std::uint16_t port);
  void put_flags(Spec shown);
  void put_user(std::string_view key, std::string_view value);
  void put_mailbox(std::string_view mailbox);
  void refuse() { refused_ = true; }

  std::string_view done() const { return refused_ ? std::string_view() : std::string_view(into_.data(), used_); }

 private:
  std::span<char> into_;
  std::size_t used_ = 0;
  bool refused_ = false;
};

void Text::put_port(std::uint16_t port) {
  unsigned unit = 1;
  while (port / unit >= 10) unit *= 10;
  for (put(':'); unit != 0; unit /= 10) put(static_cast<char>('0' + port / unit % 10));
}

// Without those that another one implies.
void Text::put_flags(Spec shown) {
  if (shown.ssl) shown.notls = false;
  if (shown.tlssslv23) shown.tls = false;
  for (unsigned i = 0; i < std::size(spec::flags); ++i) {
    if (!(shown.*spec::flags[i])) continue;
    put('/');
    put(spelling(static_cast<spec::Switch>(i)));
  }
}

void Text::put_user(std::string_view key, std::string_view value) {
  if (value.empty()) return;
  if (value.size() > max_spec_user) return refuse();
  put(key);
  for (const char c : value) {
    if (wire::is_control(c) || c == '}') return refuse();
    if (c == '"' || c == '\\') put('\\');
    put(c);
  }
  put('"');
}

void Text::put_mailbox(std::string_view mailbox) {
  if (mailbox.size() > max_spec_mailbox) return refuse();
  for (const char c : mailbox) {
    if (wire::is_control(c)) return refuse();
    put(c);
  }
}

bool contradicts_itself(const Spec& s) {
  return (s.tls && (s.ssl || s.notls)) || (s.tlssslv23 && !s.tls) || (s.norsh && s.service != Service::imap) ||
         spec::check_host(s.host).reason != SpecReason::none;
}

}  // namespace

std::string_view print_spec(const Spec& spec, std::span<char> into) {
  if (contradicts_itself(spec)) return {};
  Text text(into);
  text.put('{');
  text.put(spec.host);
  if (spec.port != 0) text.put_port(spec.port);
  text.put('/');
  text.put(name(spec.service));
  text.put_flags(spec);
  if (spec.auth) {
    text.put("/auth=");
    for (const char c : name(*spec.auth)) text.put(wire::to_lower(c));
  }
  text.put_user("/user=\"", spec.user);
  text.put_user("/authuser=\"", spec.authuser);
  text.put('}');
  text.put_mailbox(spec.mailbox);
  return text.done();
}

}  // namespace mailmote
