#include "show.hpp"

#include <cstdio>
#include <string>

#include "flag_words.hpp"
#include "inlet.hpp"
#include "json.hpp"
#include "message_word.hpp"
#include "moment.hpp"
#include "part_table.hpp"
#include "report.hpp"
#include "text.hpp"

namespace cli {
namespace {

using mailmote::EnvelopeTexts;
using mailmote::Summary;

// All of it is asked for before any of it is printed.
struct Shown {
  Summary mail;
  EnvelopeTexts envelope;
  PartTable parts;
};

void field(std::string_view label, std::string_view value) {
  if (!value.empty())
    std::printf("%-12.*s%s\n", static_cast<int>(label.size()), label.data(), printable(value).c_str());
}

// Servers fill in the sender and whom to reply to where a message has neither (RFC 3501 7.4.2).
std::string_view unless_same(std::string_view value, std::string_view from) {
  return value == from ? std::string_view() : value;
}

void print_lines(const Shown& shown) {
  const EnvelopeTexts& e = shown.envelope;
  const std::string flags = joined(flag_words(shown.mail.flags));
  field("id", std::to_string(shown.mail.uid));
  field("number", std::to_string(shown.mail.number));
  field("date", e.date);
  field("from", e.from);
  field("sender", unless_same(e.sender, e.from));
  field("reply-to", unless_same(e.reply_to, e.from));
  field("to", e.to);
  field("cc", e.cc);
  field("bcc", e.bcc);
  field("subject", e.subject);
  field("message-id", e.message_id);
  field("in-reply-to", e.in_reply_to);
  field("received", moment(shown.mail.received));
  field("flags", flags.empty() ? "(none)" : flags);
  field("size", std::to_string(shown.mail.size));
  std::puts("parts");
  shown.parts.print_lines();
}

// The message, then a line for each part.
void print_json(const Shown& shown) {
  const EnvelopeTexts& e = shown.envelope;
  Json object;
  object.number("id", shown.mail.uid).number("number", shown.mail.number).text("date", e.date).text("from", e.from);
  object.text("sender", e.sender).text("reply_to", e.reply_to).text("to", e.to).text("cc", e.cc).text("bcc", e.bcc);
  object.text("subject", e.subject).text("message_id", e.message_id).text("in_reply_to", e.in_reply_to);
  object.text_or_null("received", moment(shown.mail.received)).texts("flags", flag_words(shown.mail.flags));
  object.number("size", static_cast<std::int64_t>(shown.mail.size)).flag("cut", e.cut);
  std::puts(object.line().c_str());
  shown.parts.print_json();
}

}  // namespace

int show(const Arguments& arguments) {
  const auto message = read_message_word(arguments.words[1]);
  if (!message) return report_usage(arguments, not_a_message);
  Inlet inlet(arguments);
  Shown shown;
  if (!inlet.open(Opening::mailbox) || !inlet.find(*message, shown.mail)) return inlet.status();
  mailmote::Mailbox& box = inlet.box();
  for (const mailmote::Part& part : box.parts(shown.mail)) shown.parts.add(part);
  if (!inlet.ended_well() || !inlet.did(box.envelope(shown.mail, shown.envelope))) return inlet.status();
  if (arguments.json()) {
    print_json(shown);
  } else {
    print_lines(shown);
  }
  return inlet.close();
}

}  // namespace cli
