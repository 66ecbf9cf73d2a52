#include "folders.hpp"

#include <cstdio>
#include <string>

#include "folder_names.hpp"
#include "inlet.hpp"
#include "json.hpp"
#include "text.hpp"

namespace cli {
namespace {

using mailmote::Folder;
using mailmote::Mailbox;
using mailmote::StatusCounts;

constexpr Option options[] = {
    {"subscribed", "", Form::none, "only those that are subscribed to"},
};

std::string json(const Folder& folder) {
  Json object;
  object.text("mailbox", folder.name).text_or_null("delimiter", {&folder.delimiter, folder.delimiter == 0 ? 0U : 1U});
  object.texts("attributes", attribute_words(folder.attributes)).flag("raw", folder.raw).flag("cut", folder.cut);
  return object.line();
}

void print(const Arguments& arguments, const Folder& folder) {
  const std::string line = arguments.json() ? json(folder) : printable(folder.name) + (folder.cut ? "..." : "");
  std::puts(line.c_str());
}

struct Figure {
  const char* name;
  std::uint32_t value;
};

void print(const Arguments& arguments, std::string_view mailbox, const StatusCounts& counts) {
  Json object;
  object.text("mailbox", mailbox);
  for (const Figure& f : {Figure{"messages", counts.messages}, Figure{"unseen", counts.unseen},
                          Figure{"uidnext", counts.uid_next}, Figure{"uidvalidity", counts.uid_validity}}) {
    object.number(f.name, f.value);
    if (!arguments.json()) std::printf("%-12s%u\n", f.name, f.value);
  }
  if (arguments.json()) std::puts(object.line().c_str());
}

using Change = mailmote::Result (Mailbox::*)(std::string_view);

int change(const Arguments& arguments, Change work) {
  Inlet inlet(arguments);
  if (!inlet.open(Opening::half)) return inlet.status();
  const std::span<const std::string> named(arguments.words.data() + 1, arguments.words.size() - 1);
  if (named.empty() && !inlet.did((inlet.box().*work)(inlet.mailbox()))) return inlet.status();
  for (const std::string& name : named)
    if (!inlet.did((inlet.box().*work)(name))) return inlet.status();
  return inlet.close();
}

}  // namespace

std::span<const Option> folders_options() { return options; }

int folders(const Arguments& arguments) {
  Inlet inlet(arguments);
  if (!inlet.open(Opening::half)) return inlet.status();
  const std::string pattern = arguments.words.size() > 1 ? arguments.words[1] : "*";
  Mailbox& box = inlet.box();
  auto listing = arguments.has("subscribed") ? box.subscribed(pattern) : box.folders(pattern);
  for (const Folder& folder : listing) print(arguments, folder);
  return inlet.ended_well() ? inlet.close() : inlet.status();
}

int status(const Arguments& arguments) {
  Inlet inlet(arguments);
  StatusCounts counts;
  if (!inlet.open(Opening::half) || !inlet.did(inlet.box().status(inlet.mailbox(), counts))) return inlet.status();
  print(arguments, inlet.mailbox(), counts);
  return inlet.close();
}

int create(const Arguments& arguments) { return change(arguments, &Mailbox::create); }
int remove(const Arguments& arguments) { return change(arguments, &Mailbox::remove_mailbox); }
int subscribe(const Arguments& arguments) { return change(arguments, &Mailbox::subscribe); }
int unsubscribe(const Arguments& arguments) { return change(arguments, &Mailbox::unsubscribe); }

int rename(const Arguments& arguments) {
  Inlet inlet(arguments);
  if (!inlet.open(Opening::half)) return inlet.status();
  const bool named = arguments.words.size() > 2;
  const std::string_view from = named ? std::string_view(arguments.words[1]) : inlet.mailbox();
  return inlet.did(inlet.box().rename(from, arguments.words.back())) ? inlet.close() : inlet.status();
}

}  // namespace cli
