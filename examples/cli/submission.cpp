#include "submission.hpp"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <mailmote/wire/date.hpp>

#include "text.hpp"

namespace cli {
namespace {

bool has_domain(std::string_view path) { return path.find('@') != path.npos; }

bool is_beyond_ascii(std::string_view octets) {
  return std::any_of(octets.begin(), octets.end(), [](char c) { return static_cast<unsigned char>(c) > 0x7F; });
}

std::string user_name() {
  const passwd* const user = getpwuid(getuid());
  return user == nullptr ? std::string() : user->pw_name;
}

std::string date() {
  char room[mailmote::wire::date_length];
  return std::string(mailmote::wire::write_date(std::time(nullptr), room));
}

// Octets that nobody can guess, as text.
std::string unique_word() {
  std::array<unsigned char, 16> octets{};
  if (getentropy(octets.data(), octets.size()) != 0) return {};
  std::string word;
  char digits[3];
  for (const unsigned char octet : octets) {
    std::snprintf(digits, sizeof digits, "%02x", octet);
    word += digits;
  }
  return word;
}

}  // namespace

bool Submission::read(Lines& lines) {
  const bool more = read_head(lines);
  if (lines.failed()) return false;
  if (!choose_sender() || !find_recipients()) return false;
  complete_head();
  const std::string head = head_.text();
  eight_bit_ = is_beyond_ascii(head);
  return octets_.begin() && octets_.add(head) && read_text(lines, more) && octets_.finish();
}

// False: the message ended with its header.
bool Submission::read_head(Lines& lines) {
  for (bool first = true; lines.next(); first = false) {
    const bool envelope = first && lines.text().starts_with("From ");  // of an mbox
    if (!envelope && !head_.add(lines.text())) return true;
  }
  return false;
}

// From the line on that ended the header. An empty one is there already.
bool Submission::read_text(Lines& lines, bool more) {
  if (more && lines.text().empty()) more = lines.next();
  for (; more; more = lines.next()) {
    if (!octets_.add(lines.octets())) return false;
    eight_bit_ = eight_bit_ || is_beyond_ascii(lines.octets());
  }
  return !lines.failed();
}

bool Submission::refuse(std::string why) {
  refusal_ = std::move(why);
  return false;
}

// "<>" and "" are the sender of reports, to whom nobody answers.
bool Submission::choose_sender() {
  if (options_.has_sender && (options_.sender.empty() || options_.sender == "<>")) return true;
  sender_ = options_.sender;
  if (!has_domain(sender_) && !config_.from().empty()) sender_ = config_.from();
  if (sender_.empty()) sender_ = user_name();
  if (!has_domain(sender_) && !config_.domain().empty()) sender_ += "@" + config_.domain();
  return has_domain(sender_) || refuse("no sender: give -f name@domain, or set from in the configuration");
}

// A mail that is sent on has recipients of its own (RFC 5322 3.6.6).
bool Submission::find_recipients() {
  for (const std::string& word : options_.recipients)
    if (!add_recipients(word, "the command line")) return false;
  if (options_.from_header) {
    const std::string prefix =
        head_.has("Resent-To") || head_.has("Resent-Cc") || head_.has("Resent-Bcc") ? "Resent-" : "";
    for (const char* const name : {"To", "Cc", "Bcc"})
      for (const std::string& value : head_.values(prefix + name))
        if (!add_recipients(value, prefix + name)) return false;
  }
  return recipient_count_ != 0 || refuse("no recipient: To, Cc and Bcc name nobody");
}

bool Submission::add_recipients(std::string_view list, std::string_view where) {
  for (const ListedMailbox& mailbox : mailboxes(list)) {
    if (!mailbox.sound) return refuse("no address, in " + std::string(where) + ": " + printable(mailbox.path));
    const std::string path = qualified(mailbox.path);
    if (path.empty())
      return refuse("no domain: " + printable(mailbox.path) + "; set domain or local in the configuration");
    add_recipient(path);
  }
  return true;
}

void Submission::add_recipient(const std::string& path) {
  if ((", " + recipients_ + ",").find(", " + path + ",") != std::string::npos) return;
  recipients_ += (recipients_.empty() ? "" : ", ") + path;
  ++recipient_count_;
}

// Empty: it has no domain, and the configuration knows none.
std::string Submission::qualified(const std::string& path) const {
  if (has_domain(path)) return path;
  if (!config_.local().empty()) return config_.local();
  return config_.domain().empty() ? std::string() : path + "@" + config_.domain();
}

void Submission::complete_head() {
  for (const char* const name : {"Bcc", "Resent-Bcc", "Return-Path", "Content-Length"}) head_.remove(name);
  for (const char* const name : {"From", "To", "Cc", "Reply-To"}) qualify(name);
  if (!head_.has("From")) head_.append("From", written({options_.full_name, sender_, true}));
  if (!head_.has("To") && !head_.has("Cc")) head_.append("To", "undisclosed-recipients:;");
  if (!head_.has("Date")) head_.append("Date", date());
  const std::string word = unique_word();
  if (!head_.has("Message-ID") && !word.empty()) head_.append("Message-ID", "<" + word + "@" + domain() + ">");
}

// Where a mailbox of that field has no domain the field is written anew. It is written by the sender.
void Submission::qualify(std::string_view name) {
  const bool by_sender = name == "From" || name == "Reply-To";
  std::string list;
  bool lacks = false;
  for (const std::string& value : head_.values(name))
    for (ListedMailbox mailbox : mailboxes(value)) {
      if (!mailbox.sound) return;  // as it is: nobody knows what it means
      if (!has_domain(mailbox.path)) {
        const std::string path = by_sender ? sender_ : qualified(mailbox.path);
        if (path.empty()) return;
        mailbox.path = path;
        lacks = true;
      }
      list += (list.empty() ? "" : ",\r\n ") + written(mailbox);
    }
  if (!lacks) return;
  head_.remove(name);
  head_.append(name, list);
}

std::string Submission::domain() const {
  const std::size_t sign = sender_.rfind('@');
  if (sign != sender_.npos) return sender_.substr(sign + 1);
  return config_.domain().empty() ? "localhost" : config_.domain();
}

}  // namespace cli
