#include "fetch.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "inlet.hpp"
#include "json.hpp"
#include "message_word.hpp"
#include "output.hpp"
#include "report.hpp"
#include "section_word.hpp"
#include "text.hpp"

namespace cli {
namespace {

using mailmote::Messages;
using mailmote::Request;

constexpr Option options[] = {
    {"part", "SECTION", Form::text, "only this part, as `show` numbers it: 1.2; also HEADER, TEXT, 1.MIME", true},
    {"decode", "", Form::none, "undo the part's transfer encoding: base64, quoted-printable"},
    {"o", "FILE", Form::text, "write to FILE, which is there only once all of it is", true},
};

// What is wrong with the words and options, before anything is opened; empty: nothing.
std::string_view misused(const Arguments& arguments) {
  if (!read_message_word(arguments.words[1])) return not_a_message;
  if (arguments.has("decode") && !arguments.has("part"))
    return "--decode needs --part: a message as a whole has no transfer encoding";
  return {};
}

int report_file(const Arguments& arguments, const Output& output, int error) {
  return report(arguments, "io", printable(output.name()) + ": " + std::strerror(error), {}, 66);
}

// What is to be fetched, and the texts of it.
struct Wanted {
  Messages message;
  std::string section, encoding;
  bool decode;
};

// False after it has been reported that there is no such message.
bool look_for(Inlet& inlet, Messages message, SectionSearch& search) {
  for (const mailmote::Part& part : inlet.box().parts(message)) search.add(part);
  return inlet.ended_well();
}

// A part that is decoded takes two questions: its message is known by its UID then. False after it has been reported.
bool find_encoding(Inlet& inlet, Wanted& wanted) {
  mailmote::Summary found;
  if (wanted.message.by_number && !inlet.find(wanted.message, found)) return false;
  if (wanted.message.by_number) wanted.message = found;
  SectionSearch search(wanted.section);
  if (!look_for(inlet, wanted.message, search)) return false;
  wanted.encoding = search.encoding();
  return search.can_be_decoded() ||
         inlet.refuse(report_no_such_part(inlet.access().arguments(), search, " that could be decoded"));
}

// No octets: an empty part, or none. Dovecot says "" of a part that the message has not, Cyrus NIL.
bool may_lack_part(const Wanted& wanted, const Output& output, const mailmote::Result& fetched) {
  const bool nothing = fetched || fetched.error().advice == mailmote::Advice::message_gone;
  return !wanted.section.empty() && !wanted.decode && output.octets() == 0 && nothing;
}

// False after it has been reported.
bool transfer(Inlet& inlet, Output& output, const Wanted& wanted) {
  Request request = mailmote::request::fetch(wanted.message, output);
  request.section = wanted.section;
  request.decode = wanted.decode;
  request.encoding = wanted.encoding;
  const mailmote::Result fetched = inlet.box().run(request);
  if (output.fault() != 0) return inlet.refuse(report_file(inlet.access().arguments(), output, output.fault()));
  SectionSearch search(wanted.section);
  if (may_lack_part(wanted, output, fetched)) {
    if (!look_for(inlet, wanted.message, search)) return false;
    if (!search.found()) return inlet.refuse(report_no_such_part(inlet.access().arguments(), search));
  }
  return inlet.did(fetched);
}

void print_receipt(const Output& output) {
  Json object;
  object.text("file", output.name()).number("octets", static_cast<std::int64_t>(output.octets()));
  std::puts(object.line().c_str());
}

}  // namespace

std::span<const Option> fetch_options() { return options; }

int fetch(const Arguments& arguments) {
  if (const std::string_view wrong = misused(arguments); !wrong.empty()) return report_usage(arguments, wrong);
  if (const int status = report_malformed_section(arguments, arguments.value("part")); status != 0) return status;
  Wanted wanted{*read_message_word(arguments.words[1]), arguments.value("part"), {}, arguments.has("decode")};
  Inlet inlet(arguments);
  Output output;
  if (!arguments.has("o")) inlet.access().transcript().keep_off_stdout();
  if (!inlet.open(Opening::mailbox)) return inlet.status();
  if (wanted.decode && !find_encoding(inlet, wanted)) return inlet.status();
  if (!output.open(arguments.value("o"))) return report_file(arguments, output, errno);
  if (!transfer(inlet, output, wanted)) return inlet.status();
  if (!output.finish()) return report_file(arguments, output, errno);
  if (arguments.json() && output.is_file()) print_receipt(output);
  return inlet.close();
}

}  // namespace cli
