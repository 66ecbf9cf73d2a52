#include "mailboxes.hpp"

#include <algorithm>
#include <mailmote/mime/address_list.hpp>
#include <mailmote/wire/encoded_word.hpp>

namespace cli {
namespace {

using mailmote::mime::AddressListReader;
using mailmote::mime::ListedAddress;

// Stands behind a name without a domain while it is read. Nobody has that domain (RFC 6761).
constexpr std::string_view placeholder = "@unqualified.invalid";

// "root (Cron)" -> "root@unqualified.invalid (Cron)", and within angles, if there are some.
std::string with_placeholder(std::string_view raw) {
  const std::size_t angle = raw.rfind('>');
  const std::size_t begin = std::min(raw.find_first_not_of(" \t"), raw.size());
  const std::size_t end = angle != raw.npos ? angle : std::min(raw.find_first_of(" \t(", begin), raw.size());
  return std::string(raw.substr(0, end)).append(placeholder).append(raw.substr(end));
}

// A name without a domain, which is no address to anybody else; or what it is, unsound.
ListedMailbox unqualified(std::string_view raw) {
  const std::string whole = with_placeholder(raw);
  std::string room(whole.size() * 3, '\0');
  AddressListReader list(whole, room);
  const ListedAddress address = list.next();
  const bool sound = raw.find('@') == raw.npos && address.kind == ListedAddress::Kind::mailbox &&
                     address.path.ends_with(placeholder) && list.next().kind == ListedAddress::Kind::end;
  if (!sound) return {"", std::string(raw), false};
  return {std::string(address.name), std::string(address.path.substr(0, address.path.size() - placeholder.size()))};
}

std::string quoted(std::string_view name) {
  std::string all = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') all += '\\';
    all += c;
  }
  return all + "\"";
}

std::string in_encoded_words(std::string_view name) {
  mailmote::wire::EncodedWordEncoder words(name, 8, mailmote::wire::EncodedWordEncoder::Use::always);
  std::string all;
  char piece[mailmote::wire::EncodedWordEncoder::max_piece];
  for (std::size_t n = 0; (n = words.next(piece)) != 0;) all.append(piece, n);
  return all;
}

}  // namespace

std::vector<ListedMailbox> mailboxes(std::string_view value) {
  std::string room(value.size() * 3 + 16, '\0');  // U+FFFD in place of each octet
  AddressListReader list(value, room);
  std::vector<ListedMailbox> all;
  for (ListedAddress a = list.next(); a.kind != ListedAddress::Kind::end; a = list.next()) {
    if (a.kind == ListedAddress::Kind::mailbox && !a.path.empty())
      all.push_back({std::string(a.name), std::string(a.path)});
    if (a.kind == ListedAddress::Kind::malformed) all.push_back(unqualified(a.raw));
  }
  return all;
}

std::string written(const ListedMailbox& mailbox) {
  if (mailbox.name.empty()) return mailbox.path;
  const bool plain = !mailmote::wire::needs_encoded_words(mailbox.name);
  return (plain ? quoted(mailbox.name) : in_encoded_words(mailbox.name)) + " <" + mailbox.path + ">";
}

}  // namespace cli
