#include "address_report.hpp"

#include <string>
#include <string_view>

#include "report.hpp"
#include "text.hpp"

namespace cli {
namespace {

using mailmote::Message;
using mailmote::mime::MessageFault;
using Field = MessageFault::Field;
using Reason = mailmote::mime::Address::Reason;

std::string_view sentence(Reason reason) {
  switch (reason) {
    case Reason::none: break;
    case Reason::control_octet: return "a control octet cannot stand in an address";
    case Reason::no_at: return "an address is name@domain, or Name <name@domain>";
    case Reason::empty_local: return "nothing stands before the @";
    case Reason::local_octet: return "this cannot stand before the @ of an address";
    case Reason::local_too_long: return "more than 64 octets stand before the @";
    case Reason::domain_octet: return "this cannot stand in the domain of an address";
    case Reason::domain_too_long: return "the domain is longer than 255 octets, or one of its labels than 63";
    case Reason::not_ascii: return "an address beyond ASCII needs SMTPUTF8, which is not there: use its ASCII form";
    case Reason::unclosed_quote: return "the closing quote is missing";
    case Reason::unclosed_angle: return "the closing > is missing";
    case Reason::trailing_text: return "something follows the address; separate addresses by commas";
    case Reason::group: return "groups cannot be sent to: name each address";
    case Reason::comment: return "a comment in parentheses cannot stand here; quote a name that has one";
    case Reason::empty: return "no address stands here";
    case Reason::name_too_long: return "the name is longer than 255 octets";
    case Reason::missing: return "an address is missing";
  }
  return "";
}

std::string_view value(const Message& message, const MessageFault& fault) {
  switch (fault.field) {
    case Field::from: return message.from;
    case Field::to: return message.to;
    case Field::cc: return message.cc;
    case Field::bcc: return message.bcc;
    case Field::subject: return message.subject;
    case Field::attachment_name: return message.attachments[fault.number - 1U].name;
    case Field::related_name: return message.related[fault.number - 1U].name;
    case Field::related_content_id: return message.related[fault.number - 1U].content_id;
    default: return {};
  }
}

std::string option(Field field) {
  if (field == Field::attachment_name) return "--attach";
  if (field == Field::related_name || field == Field::related_content_id) return "--inline";
  return "--" + std::string(name(field));
}

// Some mistakes are common enough to be told by what stands there.
std::string_view what(const MessageFault& fault, std::string_view text) {
  if (fault.too_long) return "this is longer than a header may carry";
  if (fault.field == Field::html) return "this is no text: it holds a NUL";
  if (fault.field == Field::related_content_id) return "an id is one word, or two with an @ between them";
  if (fault.address == Reason::none) return "a line end or NUL would start a header of its own";
  if (fault.offset < text.size() && text[fault.offset] == ';') return "separate addresses by commas, not by ;";
  if (fault.field == Field::from && fault.address == Reason::trailing_text) return "one address is the sender, no more";
  if (fault.address == Reason::no_at && text.find(',') != text.npos)
    return "an address is name@domain; quote a name that has a comma: \"Doe, J.\" <j@plant.example>";
  return sentence(fault.address);
}

// As much of a long text as a line holds, and the caret under it.
std::vector<std::string> pointed_at(std::string_view text, std::size_t offset) {
  constexpr std::size_t before = 40, after = 36;
  if (offset > text.size()) offset = text.size();
  std::size_t begin = offset > before ? offset - before : 0;
  while (begin < offset && character(text.substr(begin)) == 0) ++begin;  // not in the middle of a character
  const std::string_view shown = text.substr(begin, offset - begin + after);
  const std::string dots = begin == 0 ? "" : "...";
  const std::string blanks(dots.size() + width(text.substr(begin, offset - begin)), ' ');
  return {dots + printable(shown) + (begin + shown.size() < text.size() ? "..." : ""), blanks + "^"};
}

int status() {
  mailmote::Error error;
  error.stage = mailmote::Stage::envelope;
  error.category = mailmote::Category::input;
  return exit_code(error);
}

}  // namespace

int report_address(const Arguments& arguments, const Message& message, const MessageFault& fault) {
  const std::string_view text = value(message, fault);
  Json object;
  object.text("stage", name(mailmote::Stage::envelope)).text("retry", name(mailmote::Retry::after_fix));
  object.text("field", name(fault.field));
  object.text("value", text).number("offset", fault.offset);
  return report(arguments, name(mailmote::Category::input), option(fault.field) + ": " + std::string(what(fault, text)),
                fault.field == Field::html ? std::vector<std::string>() : pointed_at(text, fault.offset), status(),
                object);
}

}  // namespace cli
