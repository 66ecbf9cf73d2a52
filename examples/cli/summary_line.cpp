#include "summary_line.hpp"

#include <cstdio>
#include <string>

#include "flag_words.hpp"
#include "json.hpp"
#include "moment.hpp"
#include "text.hpp"

namespace cli {
namespace {

using mailmote::Summary;

std::string tabbed(const Summary& mail) {
  std::string line = std::to_string(mail.uid);
  for (const std::string& column : {joined(flag_words(mail.flags)), std::string(mail.date), std::string(mail.from),
                                    std::string(mail.subject), std::to_string(mail.size)})
    line += "\t" + printable(column);
  return line;
}

std::string json(const Summary& mail) {
  Json object;
  object.number("id", mail.uid).number("number", mail.number).texts("flags", flag_words(mail.flags));
  object.text("date", mail.date).text_or_null("received", moment(mail.received)).text("from", mail.from);
  object.text("to", mail.to).text("subject", mail.subject);
  object.number("size", static_cast<std::int64_t>(mail.size)).flag("cut", mail.cut);
  return object.line();
}

}  // namespace

void print_summary(const Arguments& arguments, const Summary& mail) {
  std::puts(arguments.json() ? json(mail).c_str() : tabbed(mail).c_str());
}

}  // namespace cli
