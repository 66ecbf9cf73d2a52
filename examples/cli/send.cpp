#include "send.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "address_report.hpp"
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
    {"attach", "FILE", Form::text, "one file that goes along"},
};

std::string joined(const std::vector<std::string>& lists) {
  std::string all;
  for (const std::string& list : lists) all += (all.empty() ? "" : ", ") + list;
  return all;
}

// False, with the reason in errno, if it failed before its end.
bool read_standard_input(std::string& all) {
  char block[16384];
  for (std::size_t n = 0; (n = std::fread(block, 1, sizeof block, stdin)) != 0;) all.append(block, n);
  return std::ferror(stdin) == 0;
}

std::string file_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return std::string(slash == path.npos ? path : path.substr(slash + 1));
}

// What is sent, and who owns it meanwhile.
struct Draft {
  std::string from, to, cc, bcc, subject, text, attachment_name;
  mailmote::posix::FileSource attachment;
  mailmote::Message message;

  std::size_t most_recipients() const {
    const auto commas = [](const std::string& list) {
      return static_cast<std::size_t>(std::count(list.begin(), list.end(), ','));
    };
    return commas(to) + commas(cc) + commas(bcc) + 3;
  }
};

void read_headers(const Arguments& arguments, Draft& draft) {
  draft.from = arguments.value("from");
  draft.to = joined(arguments.values("to"));
  draft.cc = joined(arguments.values("cc"));
  draft.bcc = joined(arguments.values("bcc"));
  draft.subject = arguments.value("subject");
  draft.message.from = draft.from;
  draft.message.to = draft.to;
  draft.message.cc = draft.cc;
  draft.message.bcc = draft.bcc;
  draft.message.subject = draft.subject;
}

// False, after errno was set, if standard input cannot be read: half a text is not sent.
bool read_text(const Arguments& arguments, Draft& draft) {
  const bool dash = arguments.words.size() > 1 || arguments.value("text") == "-";
  if (!dash) draft.text = arguments.value("text");
  if (dash && !read_standard_input(draft.text)) return false;
  draft.message.text = draft.text;
  return true;
}

// False, after errno was set, if the file cannot be read.
bool read_attachment(const Arguments& arguments, Draft& draft) {
  if (!arguments.has("attach")) return true;
  const std::string path = arguments.value("attach");
  if (!draft.attachment.open(path.c_str())) return false;
  draft.attachment_name = file_name(path);
  draft.message.attachment = {draft.attachment_name, "application/octet-stream", &draft.attachment};
  return true;
}

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

// What is wrong with the words and options, before anything is read or opened; empty: nothing.
std::string_view misused(const Arguments& arguments, const Draft& draft) {
  const bool second = arguments.words.size() > 1;
  if (second && arguments.words[1] != "-") return "send takes one SPEC, and perhaps - for a text on standard input";
  if (second && arguments.has("text")) return "the text is either --text or standard input";
  if (draft.from.empty()) return "send needs a sender: --from";
  if (draft.to.empty() && draft.cc.empty() && draft.bcc.empty()) return "send needs a recipient: --to, --cc or --bcc";
  if (!second && !arguments.has("text") && !arguments.has("attach"))
    return "send needs a text: --text T, or - to read it from standard input";
  return {};
}

int report_unreadable(const Arguments& arguments, std::string_view file) {
  const std::string reason = std::strerror(errno);
  return report(arguments, "io", printable(file) + ": " + reason, {}, 66);
}

}  // namespace

std::span<const Option> send_options() { return options; }

int send(const Arguments& arguments) {
  Draft draft;
  read_headers(arguments, draft);
  if (const auto wrong = misused(arguments, draft); !wrong.empty()) return report_usage(arguments, wrong);
  if (arguments.values("attach").size() > 1)
    return report(arguments, "unsupported", "one attachment a mail, for now", {"Pack the files into one."}, 69);
  if (const auto fault = mailmote::mime::check(draft.message)) return report_address(arguments, draft.message, fault);
  if (!read_attachment(arguments, draft)) return report_unreadable(arguments, arguments.value("attach"));
  Outlet outlet(arguments);
  if (!outlet.prepare(draft.most_recipients())) return outlet.status();
  if (!read_text(arguments, draft)) return report_unreadable(arguments, "standard input");
  const auto sent = outlet.mailer().send(outlet.spec(), outlet.login(), draft.message);
  const bool asked = std::any_of(outlet.mailer().deliveries().begin(), outlet.mailer().deliveries().end(),
                                 [](const mailmote::Delivery& d) { return d.reply != 0; });
  if (asked) print_deliveries(arguments, outlet.mailer().deliveries());
  return sent ? 0 : outlet.report_failure(sent.error());
}

}  // namespace cli
