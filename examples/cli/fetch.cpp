#include "fetch.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
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

// How the part is encoded, as the message says; nothing: it has no such part.
std::optional<std::string> encoding_of(mailmote::Mailbox& box, Messages message, std::string_view section) {
  std::optional<std::string> found;
  for (const mailmote::Part& part : box.parts(message))
    if (part.section == section) found = std::string(part.encoding);
  return found;
}

int report_file(const Arguments& arguments, const Output& output, int error) {
  return report(arguments, "io", printable(output.name()) + ": " + std::strerror(error), {}, 66);
}

// False after it has been reported.
bool transfer(Inlet& inlet, Output& output, std::string_view section, std::optional<std::string> encoding) {
  const Arguments& arguments = inlet.access().arguments();
  Request request = mailmote::request::fetch(*read_message_word(arguments.words[1]), output);
  request.section = section;
  request.decode = encoding.has_value();
  if (encoding) request.encoding = *encoding;
  const mailmote::Result fetched = inlet.box().run(request);
  if (output.fault() != 0) return inlet.refuse(report_file(arguments, output, output.fault()));
  return inlet.did(fetched);
}

bool find_encoding(Inlet& inlet, const std::string& section, std::optional<std::string>& encoding) {
  const Arguments& arguments = inlet.access().arguments();
  encoding = encoding_of(inlet.box(), *read_message_word(arguments.words[1]), section);
  if (!inlet.ended_well()) return false;
  if (encoding) return true;
  return inlet.refuse(report(arguments, "input", "the message has no part " + printable(section),
                             {"Its parts: mailmote show SPEC MSG"}, 65));
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
  Inlet inlet(arguments);
  Output output;
  if (!arguments.has("o")) inlet.access().transcript().keep_off_stdout();
  if (!inlet.open(Opening::mailbox)) return inlet.status();
  const std::string section = arguments.value("part");
  std::optional<std::string> encoding;
  if (arguments.has("decode") && !find_encoding(inlet, section, encoding)) return inlet.status();
  if (!output.open(arguments.value("o"))) return report_file(arguments, output, errno);
  if (!transfer(inlet, output, section, encoding)) return inlet.status();
  if (!output.finish()) return report_file(arguments, output, errno);
  if (arguments.json() && output.is_file()) print_receipt(output);
  return inlet.close();
}

}  // namespace cli
