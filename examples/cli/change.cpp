#include "change.hpp"

#include <cstdio>
#include <optional>
#include <string>

#include "flag_words.hpp"
#include "inlet.hpp"
#include "json.hpp"
#include "message_word.hpp"
#include "placed_line.hpp"
#include "report.hpp"
#include "text.hpp"

namespace cli {
namespace {

using mailmote::Flags;
using mailmote::Mailbox;
using mailmote::Messages;
using mailmote::Placed;
using mailmote::Summary;

// What stands behind MSG: "+\Seen", "-$Junk".
struct Changes {
  FlagWords added, taken;
};

// Empty if `word` says what to do with a flag, else what is wrong with it.
std::string read_change(const std::string& word, Changes& changes) {
  const bool adds = word.starts_with('+');
  if (!adds && !word.starts_with('-')) return "a flag is set by +FLAG and taken away by -FLAG, not by \"" + word + "\"";
  return (adds ? changes.added : changes.taken).add(std::string_view(word).substr(1));
}

std::string read_changes(const Arguments& arguments, Changes& changes) {
  for (std::size_t i = 2; i < arguments.words.size(); ++i)
    if (std::string wrong = read_change(arguments.words[i], changes); !wrong.empty()) return wrong;
  return {};
}

using Flagging = mailmote::Result (Mailbox::*)(Messages, const Flags&);
using Placing = mailmote::Result (Mailbox::*)(Messages, std::string_view, Placed*);

int place(const Arguments& arguments, Placing work) {
  const auto named = read_message_word(arguments.words[1]);
  if (!named) return report_usage(arguments, not_a_message);
  Inlet inlet(arguments);
  const std::string& target = arguments.words[2];
  Summary message;
  Placed placed;
  if (!inlet.open(Opening::mailbox) || !inlet.find(*named, message)) return inlet.status();
  if (!inlet.did((inlet.box().*work)(message, target, &placed))) return inlet.status();
  print_placed(arguments, target, placed);
  return inlet.close();
}

}  // namespace

int flag(const Arguments& arguments) {
  const auto named = read_message_word(arguments.words[1]);
  if (!named) return report_usage(arguments, not_a_message);
  Changes changes;
  if (const std::string wrong = read_changes(arguments, changes); !wrong.empty()) return report_usage(arguments, wrong);
  Inlet inlet(arguments);
  Summary message;
  if (!inlet.open(Opening::mailbox) || !inlet.find(*named, message)) return inlet.status();
  const auto done = [&](const FlagWords& words, Flagging work) {
    return words.empty() || inlet.did((inlet.box().*work)(message, words.flags()));
  };
  if (!done(changes.added, &Mailbox::flag) || !done(changes.taken, &Mailbox::unflag)) return inlet.status();
  return inlet.close();
}

int copy(const Arguments& arguments) { return place(arguments, &Mailbox::copy); }
int move(const Arguments& arguments) { return place(arguments, &Mailbox::move); }

int mark_deleted(const Arguments& arguments) {
  const auto named = read_message_word(arguments.words[1]);
  if (!named) return report_usage(arguments, not_a_message);
  Inlet inlet(arguments);
  Summary message;
  if (!inlet.open(Opening::mailbox) || !inlet.find(*named, message)) return inlet.status();
  if (!inlet.did(inlet.box().remove(message))) return inlet.status();
  std::fprintf(stderr, "marked as deleted; to remove it for good: mailmote expunge '%s'\n",
               printable(inlet.access().spec()).c_str());
  return inlet.close();
}

int expunge(const Arguments& arguments) {
  Inlet inlet(arguments);
  if (!inlet.open(Opening::mailbox) || !inlet.did(inlet.box().expunge())) return inlet.status();
  return inlet.close();
}

}  // namespace cli
