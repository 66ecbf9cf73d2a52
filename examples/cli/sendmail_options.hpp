// The command line of sendmail, as programs have called it since 1983: cron, mailx and PHP's mail() among them. Words
// that tell a queue what to do are taken and mean nothing here: a mail is sent at once or not at all.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace cli {

struct SendmailOptions {
  bool from_header = false;  // -t: recipients are those of To, Cc and Bcc
  bool whole = false;        // -i: a line with a dot alone does not end the mail
  bool verbose = false;      // -v
  bool has_sender = false;   // -f
  std::string sender;
  std::string full_name;  // -F
  std::vector<std::string> recipients;
};

// `line`: the words behind the name of the program. Empty on success, else what is wrong.
std::string parse_sendmail(std::span<char* const> line, SendmailOptions& options);

}  // namespace cli
