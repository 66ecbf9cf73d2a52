#include "report.hpp"

#include <cstdio>

#include "service.hpp"
#include "spec_hint.hpp"
#include "text.hpp"

namespace cli {
namespace {

using mailmote::SpecFault;
using mailmote::SpecReason;

int spec_status() {
  mailmote::Error error;
  error.stage = mailmote::Stage::spec;
  error.category = mailmote::Category::input;
  return exit_code(error);
}

bool names_a_word(SpecReason reason) {
  return reason == SpecReason::unknown_switch || reason == SpecReason::unknown_service ||
         reason == SpecReason::unknown_mechanism;
}

// And what was perhaps meant.
std::string marked(std::string_view text, const SpecFault& fault) {
  std::string line = caret(text, fault.offset, fault.length);
  if (!fault.suggestion.empty()) line += " did you mean \"" + std::string(fault.suggestion) + "\"?";
  return line;
}

// A specification that is refused, and one that would not be.
int report_better(const Arguments& arguments, std::string_view message, const mailmote::Spec& better, Json& object) {
  const std::string works = canonical(better);
  object.text("suggestion", works);
  return report(arguments, name(mailmote::Category::input), message, {"Try: " + printable(works)}, spec_status(),
                object);
}

}  // namespace

std::string caret(std::string_view text, std::size_t offset, std::size_t length) {
  const std::size_t columns = width(text.substr(offset, length));
  std::string line(width(text.substr(0, offset)), ' ');
  line += '^';
  if (columns > 1) line.append(columns - 1, '~');
  return line;
}

int report(const Arguments& arguments, std::string_view category, std::string_view message,
           const std::vector<std::string>& details, int status, Json object) {
  if (arguments.json()) {
    object.text("category", category).text("message", message).texts("details", details).number("exit", status);
    std::puts(object.line().c_str());
    std::fflush(stdout);
  }
  std::string lines = "mailmote: " + std::string(category) + ": " + std::string(message) + "\n";
  for (const std::string& detail : details) lines += "  " + detail + "\n";
  std::fputs(lines.c_str(), stderr);
  return status;
}

int report_usage(const Arguments& arguments, std::string_view message) {
  const std::string subject = arguments.command == nullptr ? "" : " " + std::string(arguments.command->name);
  return report(arguments, name(mailmote::Category::input), printable(message), {"Try: mailmote help" + subject},
                spec_status());
}

int report_spec(const Arguments& arguments, std::string_view text, const SpecFault& fault) {
  const std::string_view part = text.substr(fault.offset, fault.length);
  std::string message(mailmote::text(fault.reason));
  if (names_a_word(fault.reason) && !part.empty()) message += " \"" + printable(part) + "\"";
  std::vector<std::string> details = {printable(text), marked(text, fault)};
  for (const std::string& hint : spec_hints(text, fault)) details.push_back(hint);
  Json object;
  object.text("spec", text).number("offset", fault.offset).number("length", fault.length);
  object.text("suggestion", fault.suggestion);
  return report(arguments, name(mailmote::Category::input), message, details, spec_status(), object);
}

int report_opening(const Arguments& arguments, const mailmote::Spec& spec, SpecReason reason, Json object) {
  return report_better(arguments, mailmote::text(reason), with_ssl(spec), object);
}

int report_mailbox_flags(const Arguments& arguments, mailmote::Spec spec, Json object) {
  spec.anonymous = spec.readonly = false;
  return report_better(arguments, "/anonymous and /readonly are for mailboxes, not for sending", spec, object);
}

std::string enhanced(const mailmote::Enhanced& code) {
  if (code.status == 0) return {};
  return std::to_string(code.status) + "." + std::to_string(code.subject) + "." + std::to_string(code.detail);
}

std::string canonical(mailmote::Spec spec) {
  char room[mailmote::max_spec_text];
  if (!is_sending(spec.service)) return std::string(print_spec(spec, room));
  constexpr std::string_view none = "INBOX";  // what stands for no mailbox at all
  spec.mailbox = none;
  std::string_view text = print_spec(spec, room);
  if (text.ends_with(none)) text.remove_suffix(none.size());
  return std::string(text);
}

}  // namespace cli
