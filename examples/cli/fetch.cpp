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

// How the part is encoded, as the message says. False after it has been reported that it has no such part.
bool find_encoding(Inlet& inlet, Messages message, std::string_view section, std::string& encoding) {
  bool found = false;
  for (const mailmote::Part& part : inlet.box().parts(message)) {
    if (part.section != section || part.multipart) continue;
    found = true;
    encoding = part.encoding;
  }
  if (!inlet.ended_well()) return false;
  return found || inlet.refuse(report(inlet.access().arguments(), "input",
                                      "the message has no part " + printable(section) + " that could be decoded",
                                      {"Its parts: mailmote show SPEC MSG"}, 65));
}

// What is to be fetched, and the texts of it.
struct Wanted {
  Messages message;
  std::string section, encoding;
  bool decode;
};

// False after it has been reported.
bool transfer(Inlet& inlet, Output& output, const Wanted& wanted) {
  Request request = mailmote::request::fetch(wanted.message, output);
  request.section = wanted.section;
  request.decode = wanted.decode;
  request.encoding = wanted.encoding;
  const mailmote::Result fetched = inlet.box().run(request);
  if (output.fault() != 0) return inlet.refuse(report_file(inlet.access().arguments(), output, output.fault()));
  return inlet.did(fetched);
}

// A part that is decoded takes two questions: its message is known by its UID then.
bool find_part(Inlet& inlet, Wanted& wanted) {
  mailmote::Summary found;
  if (wanted.message.by_number && !inlet.find(wanted.message, found)) return false;
  if (wanted.message.by_number) wanted.message = found;
  return find_encoding(inlet, wanted.message, wanted.section, wanted.encoding);
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
  Wanted wanted{*read_message_word(arguments.words[1]), arguments.value("part"), {}, arguments.has("decode")};
  Inlet inlet(arguments);
  Output output;
  if (!arguments.has("o")) inlet.access().transcript().keep_off_stdout();
  if (!inlet.open(Opening::mailbox)) return inlet.status();
  if (wanted.decode && !find_part(inlet, wanted)) return inlet.status();
  if (!output.open(arguments.value("o"))) return report_file(arguments, output, errno);
  if (!transfer(inlet, output, wanted)) return inlet.status();
  if (!output.finish()) return report_file(arguments, output, errno);
  if (arguments.json() && output.is_file()) print_receipt(output);
  return inlet.close();
}

}  // namespace cli
