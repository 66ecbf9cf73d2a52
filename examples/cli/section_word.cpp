#include "section_word.hpp"

#include "report.hpp"
#include "text.hpp"

namespace cli {

using mailmote::imap::SectionKind;

int report_malformed_section(const Arguments& arguments, std::string_view section) {
  mailmote::imap::Section ignored;
  const std::size_t wrong = read_section(section, ignored);
  if (wrong == section.npos) return 0;
  Json object;
  object.number("offset", static_cast<std::int64_t>(wrong));
  return report(arguments, "input", "that is no section of a message",
                {printable(section), caret(section, wrong), std::string(text(mailmote::Advice::fix_section))}, 64,
                object);
}

SectionSearch::SectionSearch(std::string_view section) {
  static_cast<void>(read_section(section, wanted_));
  found_ = wanted_.part.empty();  // of the message itself
}

void SectionSearch::add(const mailmote::Part& part) {
  constexpr std::size_t enough = 200;
  if (!part.multipart && parts_.size() < enough) parts_ += (parts_.empty() ? "" : ", ") + printable(part.section);
  if (part.section != wanted_.part) return;
  const bool of_any_part = wanted_.kind == SectionKind::whole || wanted_.kind == SectionKind::mime;
  found_ = found_ || of_any_part || (part.type == "message" && !part.multipart);
  if (part.multipart || wanted_.kind != SectionKind::whole) return;
  leaf_ = true;
  encoding_ = part.encoding;
}

int report_no_such_part(const Arguments& arguments, const SectionSearch& search, std::string_view that) {
  const std::string section = printable(arguments.value("part"));
  return report(arguments, "rejected", "the message has no part " + section + std::string(that),
                {"Its parts: " + search.parts(), "To see them: mailmote show SPEC MSG"}, 65);
}

}  // namespace cli
