#include "spec_hint.hpp"

#include <algorithm>
#include <mailmote/wire/ascii.hpp>

#include "text.hpp"

namespace cli {
namespace {

using mailmote::SpecFault;
using mailmote::SpecReason;

constexpr char no_password[] =
    "A password never stands in a specification: $MAILMOTE_PASSWORD, --password-fd, or the prompt.";

bool parses(std::string_view text) {
  char storage[mailmote::max_spec_storage];
  return static_cast<bool>(parse_spec(text, mailmote::Service::imap, storage));
}

// What stands between the brace and the first flag.
std::string_view server(std::string_view text) {
  if (!text.starts_with('{')) return {};
  text.remove_prefix(1);
  return text.substr(0, text.find_first_of("/}"));
}

// "user:password@..."
bool has_password(std::string_view server) {
  const std::size_t sign = server.find('@');
  return sign != server.npos && server.substr(0, sign).find(':') != server.npos;
}

bool is_password_flag(std::string_view word) {
  constexpr std::string_view words[] = {"password", "passwd", "pass", "pw"};
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view w) { return mailmote::wire::equals_any_case(word, w); });
}

// "{::1/smtp}"
std::string with_brackets(std::string_view text) {
  const std::string_view host = server(text);
  if (std::count(host.begin(), host.end(), ':') < 2) return {};
  const std::string bracketed = "{[" + std::string(host) + "]" + std::string(text.substr(1 + host.size()));
  return parses(bracketed) ? bracketed : std::string();
}

// Without its braces: the commonest mistake of all.
std::string with_braces(std::string_view text) {
  const std::string braced = "{" + std::string(text) + "}";
  return parses(braced) ? braced : std::string();
}

std::string_view flags_of_scheme(std::string_view scheme) {
  constexpr struct {
    std::string_view scheme, flags;
  } schemes[] = {{"smtp", "smtp"},     {"smtps", "smtp/ssl"}, {"submission", "submit"}, {"submissions", "submit/ssl"},
                 {"imap", "imap"},     {"imaps", "imap/ssl"}, {"pop", "pop3"},          {"pop3", "pop3"},
                 {"pops", "pop3/ssl"}, {"pop3s", "pop3/ssl"}, {"nntp", "nntp"},         {"news", "nntp"},
                 {"nntps", "nntp/ssl"}};
  for (const auto& row : schemes)
    if (mailmote::wire::equals_any_case(scheme, row.scheme)) return row.flags;
  return {};
}

// "smtps://h:465/"; what an URL says beside scheme, host and port is left to the user.
void add_url_hints(std::string_view text, std::vector<std::string>& hints) {
  const std::size_t colon = text.find("://");
  const std::string_view flags = flags_of_scheme(text.substr(0, colon));
  if (colon == text.npos || flags.empty()) return;
  const std::string_view rest = text.substr(colon + 3);
  std::string_view host = rest.substr(0, rest.find_first_of("/?#"));
  if (has_password(host)) hints.emplace_back(no_password);
  if (const std::size_t sign = host.rfind('@'); sign != host.npos) host.remove_prefix(sign + 1);
  const std::string spec = "{" + std::string(host) + "/" + std::string(flags) + "}";
  if (parses(spec)) hints.push_back("Try: " + printable(spec));
}

}  // namespace

std::vector<std::string> spec_hints(std::string_view text, const SpecFault& fault) {
  std::vector<std::string> hints;
  if (fault.reason == SpecReason::no_brace) {
    add_url_hints(text, hints);
    if (const std::string braced = with_braces(text); !braced.empty()) hints.push_back("Try: " + printable(braced));
    return hints;
  }
  if (const std::string bracketed = with_brackets(text); !bracketed.empty())
    hints.push_back("IPv6 goes in brackets: " + printable(bracketed));
  const bool password_flag =
      fault.reason == SpecReason::unknown_switch && is_password_flag(text.substr(fault.offset, fault.length));
  if (password_flag || has_password(server(text))) hints.emplace_back(no_password);
  if (fault.reason == SpecReason::unknown_mechanism && fault.suggestion.empty())
    hints.emplace_back("There is: plain, login, xoauth2.");
  return hints;
}

}  // namespace cli
