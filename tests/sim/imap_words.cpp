#include "imap_words.hpp"

#include <cstdint>

namespace sim {

namespace {

using Form = ImapWord::Form;

class Parser {
 public:
  explicit Parser(const std::string& text) : text_(text) {}

  // Up to the end, or to the `)` that ends a list.
  bool words(ImapWords& into) {
    if (at_end()) return true;
    for (;;) {
      into.emplace_back();
      if (!word(into.back())) return false;
      if (at_end()) return true;
      if (text_[at_++] != ' ') return false;
    }
  }
  bool is_over() const { return at_ == text_.size(); }

 private:
  bool at_end() const { return is_over() || text_[at_] == ')'; }

  bool word(ImapWord& into) {
    if (is_over()) return false;
    switch (text_[at_]) {
      case '(': return list(into);
      case '"': return quoted(into);
      case '{': return literal(into);
      default: return atom(into);
    }
  }

  bool list(ImapWord& into) {
    into.form = Form::list;
    ++at_;
    return words(into.items) && !is_over() && text_[at_++] == ')';
  }

  // RFC 3501 quoted: no CR, LF, NUL, nothing beyond ASCII.
  bool quoted(ImapWord& into) {
    into.form = Form::quoted;
    for (++at_; !is_over(); ++at_) {
      char c = text_[at_];
      if (c == '"') return ++at_, true;
      if (c == '\\') {
        if (++at_ == text_.size()) return false;
        c = text_[at_];
        if (c != '"' && c != '\\') return false;
      }
      if (c == '\r' || c == '\n' || c == '\0' || static_cast<unsigned char>(c) > 126) return false;
      into.text += c;
    }
    return false;
  }

  bool literal(ImapWord& into) {
    into.form = Form::literal;
    const std::size_t end = text_.find("}\r\n", at_);
    if (end == std::string::npos) return false;
    const std::size_t size = std::strtoul(text_.c_str() + at_ + 1, nullptr, 10);
    if (text_.size() - end - 3 < size) return false;
    into.text = text_.substr(end + 3, size);
    at_ = end + 3 + size;
    return into.text.find('\0') == std::string::npos;
  }

  // BODY[HEADER.FIELDS (A B)]<0.5> is one.
  bool atom(ImapWord& into) {
    std::size_t brackets = 0;
    for (; !is_over(); ++at_) {
      const char c = text_[at_];
      if (brackets == 0 && (c == ' ' || c == '(' || c == ')')) break;
      if (c == '{' || c == '"' || c < ' ' || c > '~') return false;
      if (c == '[') ++brackets;
      if (c == ']' && brackets != 0) --brackets;
      into.text += c;
    }
    return !into.text.empty() && brackets == 0;
  }

  const std::string& text_;
  std::size_t at_ = 0;
};

bool is_made_of(const std::string& text, const char* no) {
  return !text.empty() && text.find_first_of(no) == std::string::npos;
}

}  // namespace

bool ImapWord::is_atom() const { return form == Form::atom && is_made_of(text, " (){%*\"\\]"); }
bool ImapWord::is_astring() const { return is_string() || (form == Form::atom && is_made_of(text, " (){%*\"\\")); }
bool ImapWord::is_pattern() const { return is_string() || (form == Form::atom && is_made_of(text, " (){\"\\")); }

bool ImapWord::is_flag() const {
  if (form != Form::atom || text.empty()) return false;
  return is_made_of(text.substr(text[0] == '\\' ? 1 : 0), " (){%*\"\\]");
}

bool ImapWord::is_number() const {
  return form == Form::atom && !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

bool ImapWord::is_set() const {
  if (form != Form::atom || text.find_first_not_of("0123456789:*,") != std::string::npos) return false;
  std::size_t colons = 0;
  bool number = false;  // one is complete
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool first = i == 0 || text[i - 1] == ',' || text[i - 1] == ':';
    if (c == ',' || c == ':') {
      if (first || (c == ':' && ++colons > 1)) return false;
      if (c == ',') colons = 0;
      number = false;
      continue;
    }
    if (number && (c == '*' || text[i - 1] == '*')) return false;
    if (first && c == '0') return false;
    number = true;
  }
  return number;
}

std::optional<ImapWords> parse_words(const std::string& text) {
  ImapWords words;
  Parser parser(text);
  if (!parser.words(words) || !parser.is_over()) return std::nullopt;
  return words;
}

}  // namespace sim
