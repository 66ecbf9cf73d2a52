// mailmote: mail from a command line. Data goes to stdout, everything else to stderr; exit 0 is success, and
// nothing else is. A new command is one entry in `commands`.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>

#include "append.hpp"
#include "change.hpp"
#include "check.hpp"
#include "explain.hpp"
#include "fetch.hpp"
#include "folders.hpp"
#include "list.hpp"
#include "options.hpp"
#include "report.hpp"
#include "search.hpp"
#include "send.hpp"
#include "sendmail.hpp"
#include "show.hpp"
#include "watch.hpp"

namespace cli {
namespace {

int help(const Arguments& arguments);
int misplaced(const Arguments& arguments);

constexpr std::size_t any = SIZE_MAX;

const Command commands[] = {
    {"check", "SPEC", "connects, logs in, logs out; opens no mailbox, sends nothing", 1, 1, {}, check},
    {"explain", "SPEC", "says what a SPEC means and what will go over the wire; opens nothing", 1, 1, {}, explain},
    {"folders", "SPEC [PATTERN]", "one mailbox a line; in PATTERN, * is any text, % one level of it", 1, 2,
     folders_options(), folders},
    {"status", "SPEC", "how many messages, how many unseen, uidnext, uidvalidity", 1, 1, {}, status},
    {"list", "SPEC", "one message a line, oldest first: id, flags, date, from, subject, size", 1, 1, list_options(),
     list},
    {"search", "SPEC KEY...", "ids that match, one a line; KEY: IMAP's, as in UNSEEN FROM joe", 2, any, {}, search},
    {"show", "SPEC MSG", "a message without its octets: who, when, flags, and its parts", 2, 2, {}, show},
    {"fetch", "SPEC MSG", "the octets of a message as they are; it stays unseen", 2, 2, fetch_options(), fetch},
    {"flag",
     "SPEC MSG CHANGE...",
     "sets flags and takes them away: +Seen -Flagged '+$Junk' -- -word",
     3,
     any,
     {},
     flag},
    {"copy", "SPEC MSG TARGET", "copies a message to another mailbox; says its id there", 3, 3, {}, copy},
    {"move", "SPEC MSG TARGET", "moves it there", 3, 3, {}, move},
    {"delete", "SPEC MSG", "marks a message as deleted; expunge makes it go", 2, 2, {}, mark_deleted},
    {"expunge", "SPEC", "removes for good what is marked as deleted", 1, 1, {}, expunge},
    {"append", "SPEC", "puts the message on standard input into the mailbox; LF becomes CRLF", 1, 1, append_options(),
     append},
    {"create", "SPEC [NAME]...", "makes the mailbox of SPEC, or those that are named", 1, any, {}, create},
    {"remove", "SPEC [NAME]...", "removes it, with all that is in it", 1, any, {}, remove},
    {"rename", "SPEC [NAME] NEW", "gives it a new name", 2, 3, {}, rename},
    {"subscribe", "SPEC [NAME]...", "subscribes to it", 1, any, {}, subscribe},
    {"unsubscribe", "SPEC [NAME]...", "ends that", 1, any, {}, unsubscribe},
    {"watch", "SPEC", "a line, as of list, for every message that arrives, until interrupted", 1, 1, watch_options(),
     watch},
    {"send", "SPEC [-]", "sends one mail; -: its text comes from standard input", 1, 2, send_options(), send},
    {"sendmail",
     "-t [-i] [-f ADDR]",
     "sends the mail on standard input to whom its header names, by a configuration file",
     0,
     any,
     {},
     misplaced,
     sendmail_details()},
    {"help", "[COMMAND]", "this text, or more about a command", 0, 1, {}, help},
};

void print_options(std::span<const Option> options) {
  for (const Option& o : options) {
    const std::string left = (o.name.size() == 1 ? "-" : "--") + std::string(o.name) + " " + std::string(o.value);
    std::printf("  %-21s %s\n", left.c_str(), std::string(o.help).c_str());
  }
}

void print_command(const Command& command) {
  const std::string left = std::string(command.name) + " " + std::string(command.words);
  std::printf("  %-26s %s\n", left.c_str(), std::string(command.summary).c_str());
}

int help_with(const Command& command) {
  std::printf("usage: mailmote %s %s%s\n\n%s\n", std::string(command.name).c_str(), std::string(command.words).c_str(),
              command.options.empty() ? "" : " [OPTION]...", std::string(command.summary).c_str());
  if (!command.options.empty()) std::puts("\noptions:");
  print_options(command.options);
  std::printf("\n%s\n", command.details.empty() ? "Options that every command takes: mailmote help"
                                                : std::string(command.details).c_str());
  return 0;
}

int help() {
  std::puts("usage: mailmote [OPTION]... COMMAND ...\n\ncommands:");
  for (const Command& c : commands) print_command(c);
  std::puts("\noptions:");
  print_options(global_options());
  std::puts(
      "\nA command's own options: mailmote help COMMAND\n\n"
      "A SPEC names a mailbox, or a server to send by: {host:port/flags}mailbox, such as\n"
      "  {mail.example/imap/ssl}INBOX    {mail.example/submit/tls/user=joe}\n"
      "A MSG is the id of a message, as list prints it, or '#N' for the N-th one of the mailbox.\n"
      "A failure is one line `mailmote: CATEGORY: what happened` on stderr and the lines under it; the exit status is\n"
      "64 for a SPEC or usage that is wrong, another of sysexits.h for the rest.");
  return 0;
}

int help(const Arguments& arguments) {
  if (arguments.words.empty()) return help();
  const auto* const found = std::find_if(std::begin(commands), std::end(commands),
                                         [&](const Command& c) { return c.name == arguments.words[0]; });
  if (found == std::end(commands)) return report_usage(arguments, unknown_command(arguments.words[0], commands));
  return help_with(*found);
}

int version() {
  std::puts("mailmote " MAILMOTE_VERSION);
  return 0;
}

// Its words are its own, and never come here: see run().
int misplaced(const Arguments& arguments) { return report_usage(arguments, "sendmail stands before every option"); }

int run(std::span<char* const> line) {
  if (!line.empty() && std::string_view(line[0]) == "sendmail") return sendmail(line.subspan(1));
  Arguments arguments;
  const std::string wrong = parse(line, commands, arguments);
  if (arguments.has("version")) return version();
  if (arguments.has("help")) return arguments.command == nullptr ? help() : help_with(*arguments.command);
  if (!wrong.empty()) return report_usage(arguments, wrong);
  if (arguments.command == nullptr) return report_usage(arguments, "no command");
  return arguments.command->run(arguments);
}

}  // namespace
}  // namespace cli

int main(int argc, char** argv) {
  const std::span<char* const> line(argv + 1, static_cast<std::size_t>(argc > 0 ? argc - 1 : 0));
  const std::string_view name = argc > 0 ? argv[0] : "";
  const bool replaces = name == "sendmail" || name.ends_with("/sendmail");  // a link to this program
  const int status = replaces ? cli::sendmail(line) : cli::run(line);
  // Data that did not get out is no success.
  if (std::fflush(stdout) != 0 && status == 0) {
    std::fputs("mailmote: io: standard output cannot be written\n", stderr);
    return 66;
  }
  return status;
}
