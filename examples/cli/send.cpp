#include "send.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "address_report.hpp"
#include "draft.hpp"
#include "json.hpp"
#include "outlet.hpp"
#include "report.hpp"
#include "text.hpp"

namespace cli {
namespace {

constexpr Option options[] = {
    {"from", "A", Form::text, "the sender: name@domain, or Name <name@domain>", true},
    {"to", "B", Form::text, "recipients, separated by commas; may be given again"},
    {"cc", "B", Form::text, "likewise, as copies"},
    {"bcc", "B", Form::text, "likewise, unseen by the others"},
    {"subject", "S", Form::text, "the subject, in UTF-8", true},
    {"text", "T", Form::text, "the text, in UTF-8; -: standard input", true},
    {"html", "FILE", Form::text, "the same text in HTML, or in its place", true},
    {"inline", "ID=FILE", Form::text, "an image of the HTML, which shows it as cid:ID; may be given again"},
    {"attach", "FILE", Form::text, "a file that goes along; may be given again"},
};

// One line a recipient: what became of the mail there.
void print_deliveries(const Arguments& arguments, std::span<const mailmote::Delivery> deliveries) {
  for (const mailmote::Delivery& d : deliveries) {
    const std::string_view fate = d.delivered ? "delivered" : d.reply >= 400 ? "refused" : "not sent";
    if (arguments.json()) {
      Json object;
      object.text("recipient", d.address).text("fate", fate).flag("delivered", d.delivered).number("reply", d.reply);
      object.text("enhanced", enhanced(d.enhanced));
      std::puts(object.line().c_str());
    } else {
      std::string line = std::string(fate) + " " + printable(d.address);
      if (d.reply != 0) line += " " + std::to_string(d.reply);
      if (d.enhanced.status != 0) line += " " + enhanced(d.enhanced);
      std::puts(line.c_str());
    }
  }
}

int report_unreadable(const Arguments& arguments, const Draft& draft) {
  const std::string reason = std::strerror(errno);
  return report(arguments, "io", printable(draft.unreadable()) + ": " + reason, {}, 66);
}

}  // namespace

std::span<const Option> send_options() { return options; }

int send(const Arguments& arguments) {
  Draft draft(arguments);
  const mailmote::Message& message = draft.message();
  if (const auto wrong = draft.misused(); !wrong.empty()) return report_usage(arguments, wrong);
  if (const auto fault = mailmote::mime::check(message)) return report_address(arguments, message, fault);
  if (!draft.open_files()) return report_unreadable(arguments, draft);
  if (const auto fault = mailmote::mime::check(message)) return report_address(arguments, message, fault);
  Outlet outlet(arguments);
  if (!outlet.prepare(draft.most_recipients())) return outlet.status();
  if (!draft.read_text()) return report_unreadable(arguments, draft);
  const auto sent = outlet.mailer().send(outlet.spec(), outlet.login(), message);
  const bool asked = std::any_of(outlet.mailer().deliveries().begin(), outlet.mailer().deliveries().end(),
                                 [](const mailmote::Delivery& d) { return d.reply != 0; });
  if (asked) print_deliveries(arguments, outlet.mailer().deliveries());
  return sent ? 0 : outlet.report_failure(sent.error());
}

}  // namespace cli
