#include "explain.hpp"

#include <cstdio>
#include <mailmote/spec.hpp>
#include <string>
#include <vector>

#include "explain_notes.hpp"
#include "json.hpp"
#include "report.hpp"
#include "service.hpp"
#include "text.hpp"
#include "wire_plan.hpp"

namespace cli {
namespace {

using mailmote::Service;
using mailmote::Spec;

// The options that say what a specification can say too; what stands in the specification comes first.
void add_options(const Arguments& arguments, const std::string& user, Spec& spec) {
  if (spec.user.empty()) spec.user = user;
  if (!spec.auth && arguments.has("auth")) spec.auth = mailmote::mechanism_named(arguments.value("auth"));
}

// As they are written: that /ssl goes with /notls is the parser's business.
std::vector<std::string> flags(const Spec& s) {
  struct Flag {
    bool set;
    const char* name;
  };
  const Flag all[] = {{s.ssl, "ssl"},
                      {s.tryssl, "tryssl"},
                      {s.tls, "tls"},
                      {s.tlssslv23, "tls-sslv23"},
                      {s.notls && !s.ssl, "notls"},
                      {s.novalidate, "novalidate-cert"},
                      {s.secure, "secure"},
                      {s.anonymous, "anonymous"},
                      {s.readonly, "readonly"},
                      {s.debug, "debug"},
                      {s.norsh, "norsh"},
                      {s.loser, "loser"}};
  std::vector<std::string> set;
  for (const Flag& f : all)
    if (f.set) set.emplace_back(f.name);
  return set;
}

void field(std::string_view label, std::string_view value) {
  std::printf("%-10.*s%s\n", static_cast<int>(label.size()), label.data(), printable(value).c_str());
}

using Lines = std::vector<std::string>;

void section(std::string_view title, const Lines& lines) {
  if (lines.empty()) return;
  std::printf("%s\n", std::string(title).c_str());
  for (const std::string& line : lines) std::printf("  %s\n", printable(line).c_str());
}

void print_text(const Spec& spec, const Lines& plan, const Lines& notes) {
  field("spec", canonical(spec));
  field("host", spec.host);
  field("port", std::to_string(spec.connect_port()) + (spec.port != 0 ? "" : " (the service's own)"));
  field("service", name(spec.service));
  if (!is_sending(spec.service)) field("mailbox", spec.mailbox);
  field("user", spec.user.empty() ? "(none here: --user or $MAILMOTE_USER)" : spec.user);
  if (!spec.authuser.empty()) field("authuser", spec.authuser);
  if (spec.auth) field("auth", name(*spec.auth));
  std::string list;
  for (const std::string& flag : flags(spec)) list += (list.empty() ? "/" : " /") + flag;
  field("flags", list.empty() ? "(none)" : list);
  section("on the wire", plan);
  section("notes", notes);
}

Json fields(const Spec& spec, const Lines& notes) {
  Json object;
  object.text("spec", canonical(spec)).text("host", spec.host).number("port", spec.connect_port());
  object.flag("port_given", spec.port != 0).text("service", name(spec.service)).text("mailbox", spec.mailbox);
  object.text("user", spec.user).text("authuser", spec.authuser);
  if (spec.auth) {
    object.text("auth", name(*spec.auth));
  } else {
    object.null("auth");
  }
  object.texts("flags", flags(spec)).text("tls", tls_mode(spec)).texts("notes", notes);
  return object;
}

int print_plan(const Arguments& arguments, const Spec& spec, const Lines& notes) {
  const Lines plan = wire_plan(spec);
  if (!arguments.json()) {
    print_text(spec, plan, notes);
  } else {
    std::puts(fields(spec, notes).texts("wire", plan).line().c_str());
  }
  return 0;
}

// Its meaning is shown all the same; on the wire it has none.
int print_refusal(const Arguments& arguments, const Spec& spec, mailmote::SpecReason reason, const Lines& notes) {
  if (!arguments.json()) print_text(spec, {"nothing: opening it is refused"}, notes);
  std::fflush(stdout);
  if (reason == mailmote::SpecReason::none) return report_mailbox_flags(arguments, spec, fields(spec, notes));
  return report_opening(arguments, spec, reason, fields(spec, notes));
}

}  // namespace

int explain(const Arguments& arguments) {
  const std::string& text = arguments.words[0];
  char storage[mailmote::max_spec_storage];
  auto parsed = parse_spec(text, default_service(arguments, mailmote::Service::imap), storage);
  if (!parsed) return report_spec(arguments, text, parsed.fault);

  const std::string user = arguments.value("user");
  add_options(arguments, user, parsed.spec);
  const Lines notes = explain_notes(arguments, text, parsed.spec);
  const auto refusal = check_opening(parsed.spec);
  if (refusal != mailmote::SpecReason::none || for_mailboxes_only(parsed.spec))
    return print_refusal(arguments, parsed.spec, refusal, notes);
  return print_plan(arguments, parsed.spec, notes);
}

}  // namespace cli
