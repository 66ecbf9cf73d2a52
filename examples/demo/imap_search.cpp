#include "imap_search.hpp"

#include <algorithm>
#include <vector>

#include "mail_text.hpp"
#include "words.hpp"

namespace demo {
namespace {

constexpr int max_depth = 32;

Question read_key(Arguments& arguments, int depth);

bool has_text(std::string_view text, std::string_view wanted) {
  const auto* const found = std::search(text.begin(), text.end(), wanted.begin(), wanted.end(),
                                        [](char a, char b) { return upper(a) == upper(b); });
  return wanted.empty() || found != text.end();
}

std::string_view head(const Mail& mail) { return split_mail(mail.text).first; }

Question all(std::vector<Question> questions) {
  return [questions = std::move(questions)](const Candidate& c) {
    return std::all_of(questions.begin(), questions.end(), [&c](const Question& q) { return q(c); });
  };
}

Question opposite(Question question) {
  return [question = std::move(question)](const Candidate& c) { return !question(c); };
}

Question has_flag(std::string_view name) {
  return [flag = canonical_flag(name)](const Candidate& c) { return c.flags.count(flag) != 0; };
}

Question has_field(std::string_view name, std::string wanted) {
  return [name = std::string(name), wanted = std::move(wanted)](const Candidate& c) {
    const std::string_view value = field(head(c.mail), name);
    return !value.empty() && (has_text(value, wanted) || has_text(decode_words(value), wanted));
  };
}

// Keys that need nothing behind them; empty if it is none of them.
Question bare_key(const std::string& key) {
  for (const char* flag : {"ANSWERED", "DELETED", "DRAFT", "FLAGGED", "SEEN"}) {
    if (key == flag) return has_flag("\\" + key);
    if (key == std::string("UN") + flag) return opposite(has_flag(std::string("\\") + flag));
  }
  if (key == "ALL" || key == "OLD") return [](const Candidate&) { return true; };
  if (key == "NEW" || key == "RECENT") return [](const Candidate&) { return false; };
  return nullptr;
}

Question set_key(MessageSet set, bool by_uid) {
  return [set = std::move(set), by_uid](const Candidate& c) {
    return by_uid ? set.contains(c.uid, c.largest_uid) : set.contains(c.number, c.largest_number);
  };
}

Question size_key(bool larger, std::uint32_t size) {
  return [=](const Candidate& c) { return larger ? c.mail.text.size() > size : c.mail.text.size() < size; };
}

Question text_key(bool whole, std::string wanted) {
  return [whole, wanted = std::move(wanted)](const Candidate& c) {
    return has_text(whole ? c.mail.text : split_mail(c.mail.text).second, wanted);
  };
}

Question header_key(Arguments& arguments) {
  const std::string name = arguments.astring();
  arguments.space();
  return has_field(name, arguments.astring());
}

Question either_key(Arguments& arguments, int depth) {
  Question first = read_key(arguments, depth);
  arguments.space();
  Question second = read_key(arguments, depth);
  return [first = std::move(first), second = std::move(second)](const Candidate& c) { return first(c) || second(c); };
}

// Keys with something behind them, and behind the blank.
Question key_with_value(const std::string& key, Arguments& arguments, int depth) {
  if (key == "NOT") return opposite(read_key(arguments, depth));
  if (key == "OR") return either_key(arguments, depth);
  if (key == "UID") return set_key(arguments.set(), true);
  if (key == "KEYWORD") return has_flag(arguments.word());
  if (key == "UNKEYWORD") return opposite(has_flag(arguments.word()));
  if (key == "LARGER" || key == "SMALLER") return size_key(key == "LARGER", arguments.number());
  if (key == "TEXT" || key == "BODY") return text_key(key == "TEXT", arguments.astring());
  if (key == "HEADER") return header_key(arguments);
  if (key == "SUBJECT" || key == "FROM" || key == "TO" || key == "CC" || key == "BCC")
    return has_field(key, arguments.astring());
  arguments.fail();
  return nullptr;
}

Question read_keys(Arguments& arguments, int depth) {
  std::vector<Question> questions;
  do questions.push_back(read_key(arguments, depth));
  while (arguments.skip(' '));
  return all(std::move(questions));
}

Question read_key(Arguments& arguments, int depth) {
  if (depth == max_depth) arguments.fail();
  if (arguments.failed()) return nullptr;
  if (arguments.skip('(')) {
    Question inner = read_keys(arguments, depth + 1);
    arguments.take(')');
    return inner;
  }
  if (arguments.next_is_digit() || arguments.next_is('*')) return set_key(arguments.set(), false);
  const std::string key = upper(arguments.word());
  if (Question bare = bare_key(key)) return bare;
  arguments.space();
  return key_with_value(key, arguments, depth + 1);
}

}  // namespace

Question read_search(Arguments& arguments) { return read_keys(arguments, 0); }

}  // namespace demo
