#include "imap_envelope.hpp"

#include <algorithm>

#include "imap_text.hpp"
#include "words.hpp"

namespace demo {
namespace {

// An address list (RFC 5322 3.4) becomes a list of addresses as IMAP writes them. Comments go, quotes go.
class AddressList {
 public:
  explicit AddressList(std::string_view value) : rest_(value) {
    while (!rest_.empty()) take();
    finish_address();
    finish_group();
  }

  std::string text() const { return list_.empty() ? "NIL" : "(" + list_ + ")"; }

 private:
  void take() {
    const char c = rest_[0];
    rest_.remove_prefix(1);
    switch (c) {
      case '"': take_quoted(); break;
      case '(': take_comment(); break;
      case '<': take_angle(); break;
      case ',': finish_address(); break;
      case ':': begin_group(); break;
      case ';':
        finish_address();
        finish_group();
        break;
      default: words_ += c;
    }
  }

  void take_quoted() {
    while (!rest_.empty() && rest_[0] != '"') {
      if (rest_[0] == '\\' && rest_.size() > 1) rest_.remove_prefix(1);
      words_ += rest_[0];
      rest_.remove_prefix(1);
    }
    rest_.remove_prefix(std::min<std::size_t>(1, rest_.size()));
  }

  void take_comment() {
    for (int depth = 1; !rest_.empty() && depth > 0; rest_.remove_prefix(1)) {
      if (rest_[0] == '(') ++depth;
      if (rest_[0] == ')') --depth;
    }
  }

  void take_angle() {
    angle_ = take_until(rest_, ">");
    has_angle_ = true;
  }

  void begin_group() {
    add("NIL", "NIL", imap_nstring(trim(words_)), "NIL");
    in_group_ = true;
    words_.clear();
  }

  void finish_group() {
    if (in_group_) add("NIL", "NIL", "NIL", "NIL");
    in_group_ = false;
  }

  void finish_address() {
    const std::string_view words = trim(words_);
    const std::string_view address = has_angle_ ? trim(angle_) : words;
    if (!address.empty()) {
      const std::size_t at = std::min(address.rfind('@'), address.size());
      const std::string_view host = address.substr(std::min(at + 1, address.size()));
      add(has_angle_ ? imap_nstring(words) : "NIL", "NIL", imap_string(address.substr(0, at)), imap_string(host));
    }
    words_.clear();
    has_angle_ = false;
  }

  void add(const std::string& name, const std::string& route, const std::string& mailbox, const std::string& host) {
    list_ += "(" + name + " " + route + " " + mailbox + " " + host + ")";
  }

  std::string_view rest_;
  std::string words_;  // of a name, or an address without brackets
  std::string_view angle_;
  bool has_angle_ = false;
  bool in_group_ = false;
  std::string list_;
};

std::string parameters(const Parameters& list) {
  if (list.empty()) return "NIL";
  std::string text = "(";
  for (const auto& [name, value] : list)
    text += (text.size() > 1 ? " " : "") + imap_string(name) + " " + imap_string(value);
  return text + ")";
}

std::string disposition(const Part& part) {
  if (part.disposition.value.empty()) return "NIL";
  return "(" + imap_string(part.disposition.value) + " " + parameters(part.disposition.parameters) + ")";
}

std::string lines(std::string_view body) { return std::to_string(std::count(body.begin(), body.end(), '\n')); }

enum class Extension { left_out, given };

std::string structure(const Part& part, Extension extension);

std::string multipart(const Part& part, Extension extension) {
  std::string text = "(";
  for (const Part& child : part.children) text += structure(child, extension);
  text += " " + imap_string(part.subtype);
  if (extension == Extension::given) text += " " + parameters(part.parameters) + " " + disposition(part) + " NIL NIL";
  return text + ")";
}

std::string structure(const Part& part, Extension extension) {
  if (part.is_multipart()) return multipart(part, extension);
  const auto own = [&part](std::string_view name) { return " " + imap_nstring(unfold(field(part.head, name))); };
  std::string text = "(" + imap_string(part.type) + " " + imap_string(part.subtype) + " " + parameters(part.parameters);
  text += own("Content-ID") + own("Content-Description") + " " + imap_string(part.encoding);
  text += " " + std::to_string(part.body.size());
  if (part.is_message())
    text += " " + imap_envelope(part.children[0].head) + " " + structure(part.children[0], extension);
  if (part.is_message() || part.type == "TEXT") text += " " + lines(part.body);
  if (extension == Extension::given) text += own("Content-MD5") + " " + disposition(part) + " NIL NIL";
  return text + ")";
}

}  // namespace

std::string imap_envelope(std::string_view head) {
  const auto text = [&](std::string_view name) { return imap_nstring(unfold(field(head, name))); };
  const auto people = [&](std::string_view name) { return AddressList(unfold(field(head, name))).text(); };
  // Sender and Reply-To, where they are not said, are From.
  const auto people_or_from = [&](std::string_view name) { return people(field(head, name).empty() ? "From" : name); };
  return "(" + text("Date") + " " + text("Subject") + " " + people("From") + " " + people_or_from("Sender") + " " +
         people_or_from("Reply-To") + " " + people("To") + " " + people("Cc") + " " + people("Bcc") + " " +
         text("In-Reply-To") + " " + text("Message-ID") + ")";
}

std::string imap_body(const Part& part) { return structure(part, Extension::left_out); }
std::string imap_body_structure(const Part& part) { return structure(part, Extension::given); }

}  // namespace demo
