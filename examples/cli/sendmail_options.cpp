#include "sendmail_options.hpp"

#include <unistd.h>

#include <algorithm>
#include <string_view>

namespace cli {
namespace {

// -o name or -oname: i is -i, v is -v; ways to deliver (db, di, dq) and to complain (em, ep, eq, ew) are not ours.
void take_old_option(std::string_view name, SendmailOptions& options) {
  if (name == "i") options.whole = true;
  if (name == "v") options.verbose = true;
  if (name == "t") options.from_header = true;
}

// What -b asks for; empty: to send what comes.
std::string mode_missed(std::string_view mode) {
  if (mode == "m") return {};
  return "sendmail only sends here: there is no queue, no daemon and no alias file for -b" + std::string(mode);
}

}  // namespace

std::string parse_sendmail(std::span<char* const> line, SendmailOptions& options) {
  std::vector<char*> words(line.begin(), line.end());
  char name[] = "sendmail";
  words.insert(words.begin(), name);
  words.push_back(nullptr);
  opterr = 0;
  optind = 1;
  // As sendmail(8) of Debian's postfix and exim take them; '+': options stand before the recipients.
  for (int c = 0; (c = getopt(static_cast<int>(words.size()) - 1, words.data(),
                              "+:A:B:b:C:d:F:f:Gh:IiL:mN:no:O:p:q::R:r:tUV:vX:")) != -1;) {
    const std::string_view value = optarg == nullptr ? "" : optarg;
    if (c == 't') options.from_header = true;
    if (c == 'i') options.whole = true;
    if (c == 'v') options.verbose = true;
    if (c == 'f' || c == 'r') {
      options.has_sender = true;
      options.sender = value;
    }
    if (c == 'F') options.full_name = value;
    if (c == 'o') take_old_option(value, options);
    if (c == 'b')
      if (std::string wrong = mode_missed(value); !wrong.empty()) return wrong;
    if (c == 'q' || c == 'I') return "sendmail only sends here: there is no queue to run, and no alias file";
    if (c == ':') return std::string("-") + static_cast<char>(optopt) + " needs a value";
    if (c == '?') return std::string("unknown option -") + static_cast<char>(optopt);
  }
  options.recipients.assign(words.begin() + optind, words.end() - 1);
  if (options.recipients.empty() && !options.from_header)
    return "no recipient: name one, or give -t to take those of To, Cc and Bcc";
  return {};
}

}  // namespace cli
