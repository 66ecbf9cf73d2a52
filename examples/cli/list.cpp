#include "list.hpp"

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "inlet.hpp"
#include "json.hpp"
#include "report.hpp"
#include "summary_line.hpp"

namespace cli {
namespace {

using mailmote::Messages;
using mailmote::Request;
using mailmote::Summary;

constexpr Option options[] = {
    {"unread", "", Form::none, "only those that are not seen yet"},
    {"n", "N", Form::count, "only the newest N, the newest last"},
};

// The UIDs of what is unread, lowest first.
std::vector<std::uint32_t> unread_ids(mailmote::Mailbox& box) {
  const mailmote::SearchKey unseen[] = {mailmote::key::unseen()};
  std::vector<std::uint32_t> ids;
  for (const std::uint32_t id : box.search(unseen)) ids.push_back(id);
  std::sort(ids.begin(), ids.end());
  return ids;
}

// Where a list of the newest `count` begins; nothing: there is none to list.
std::optional<Messages> newest(mailmote::Mailbox& box, std::size_t count, bool unread) {
  if (unread) {
    const std::vector<std::uint32_t> ids = unread_ids(box);
    if (ids.empty()) return std::nullopt;
    return Messages::uids(ids[ids.size() - std::min(count, ids.size())]);
  }
  const std::uint32_t all = box.counts().messages;
  if (all == 0) return std::nullopt;
  return Messages::numbers(all > count ? all - static_cast<std::uint32_t>(count) + 1 : 1);
}

}  // namespace

std::span<const Option> list_options() { return options; }

int list(const Arguments& arguments) {
  Inlet inlet(arguments);
  if (!inlet.open(Opening::mailbox)) return inlet.status();
  mailmote::Mailbox& box = inlet.box();
  const bool unread = arguments.has("unread");
  std::optional<Messages> which = Messages::numbers(1);
  if (arguments.has("n")) which = newest(box, std::stoul(arguments.value("n")), unread);
  if (!inlet.ended_well()) return inlet.status();
  if (!which) return inlet.close();

  Summary mail;
  Request request = mailmote::request::messages(mail, *which);
  request.unread_only = unread;
  while (box.next(request))
    if (inlet.is_there(mail)) print_summary(arguments, mail);
  return inlet.ended_well() ? inlet.close() : inlet.status();
}

}  // namespace cli
