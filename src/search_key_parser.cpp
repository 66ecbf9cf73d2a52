// Words to search keys. An operator comes before its operands here as there: keys are taken in the order in which they
// are written, and what is missing shows at the end of a bracket.
#include <mailmote/search_key_parser.hpp>

#include <array>

#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/utf8.hpp>

namespace mailmote {

namespace {

bool read_number(std::string_view digits, std::uint32_t& n) {
  std::uint32_t value = 0;
  for (const char c : digits) {
    const auto digit = static_cast<std::uint32_t>(c - '0');
    if (!wire::is_digit(c) || value > (UINT32_MAX - digit) / 10) return false;
    value = value * 10 + digit;
  }
  n = value;
  return !digits.empty();
}

// What stands before the next of the two octets; it and the octet are taken away.
std::string_view take_piece(std::string_view& text, char end, char other_end) {
  std::size_t n = 0;
  while (n != text.size() && text[n] != end && text[n] != other_end) ++n;
  const std::string_view piece{text.data(), n};
  text.remove_prefix(n == text.size() ? n : n + 1);
  return piece;
}

// 1-Feb-2024, or 2024-02-01.
bool read_day(std::string_view text, wire::Date& day) {
  const std::string_view first = take_piece(text, '-', ' ');
  const std::string_view second = take_piece(text, '-', ' ');
  const bool year_first = first.size() == 4;
  std::uint32_t year = 0, month = wire::month_named(second), of_month = 0;
  if (!read_number(year_first ? first : text, year) || !read_number(year_first ? text : first, of_month)) return false;
  if (year_first && !read_number(second, month)) return false;
  if (year > 9999 || month > 12 || of_month > 31) return false;
  day = {static_cast<std::uint16_t>(year), static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(of_month)};
  return wire::is_date(day);
}

// "7", "*", "1:3", "5:*".
bool read_range(std::string_view text, Range& range) {
  const auto read_end = [](std::string_view end, std::uint32_t& n) {
    if (end == "*") {
      n = Range::star;
      return true;
    }
    return read_number(end, n) && n != 0 && n != Range::star;
  };
  const bool alone = text.find(':') == text.npos;
  const std::string_view first = take_piece(text, ':', ':');
  if (!read_end(first, range.first)) return false;
  range.last = range.first;
  return alone || read_end(text, range.last);
}

// A backslash that means the octet behind it; any other means itself.
bool is_escape(std::string_view text) {
  return text.size() > 1 && text[0] == '\\' && (text[1] == '"' || text[1] == '\\');
}

class SearchParser {
 public:
  SearchParser(std::span<const std::string_view> words, std::span<SearchKey> into, std::span<char> escapes)
      : words_(words), into_(into), escapes_(escapes) {}

  ParsedSearch parse();

 private:
  // A stretch of one word.
  struct Place {
    std::size_t word = 0, offset = 0, length = 0;
  };
  // Where keys stand side by side: in brackets, or outside of all.
  struct Level {
    Place begin;
    std::size_t group = 0;    // index of its key
    std::uint32_t count = 0;  // of the keys that it has to match
    std::size_t due = 0;      // operands that are to come
  };

  Level& level() { return levels_[depth_]; }
  bool skip_blanks();
  std::string_view rest() const { return {words_[at_.word].data() + at_.offset, words_[at_.word].size() - at_.offset}; }
  std::string_view take(std::size_t n);
  std::string_view take_token();
  bool take_argument(std::string_view& argument);
  bool take_quoted(std::string_view& argument);
  bool unescape(std::string_view& text);
  bool miss_argument();

  bool take_item();
  bool open_group();
  bool close_group();
  bool take_key();
  bool take_set(SearchTerm term, std::string_view set);
  bool read_argument(SearchKey& key);
  bool push(const SearchKey& key);
  bool fail(SearchFault fault);

  std::span<const std::string_view> words_;
  std::span<SearchKey> into_;
  std::span<char> escapes_;
  std::size_t count_ = 0;
  Place at_;    // what is to be read; its length does not count
  Place last_;  // what was read
  Place key_;   // the name of the key under way
  std::size_t depth_ = 0;
  std::array<Level, max_search_depth + 1> levels_{};
  ParsedSearch result_;
};

bool SearchParser::fail(SearchFault fault) {
  result_ = {{}, fault, last_.word, last_.offset, last_.length};
  return false;
}

ParsedSearch SearchParser::parse() {
  while (skip_blanks())
    if (!take_item()) return result_;
  last_ = level().begin;
  if (depth_ != 0) {
    fail(SearchFault::open_bracket);
  } else if (level().due != 0) {
    last_ = key_;
    fail(SearchFault::missing_key);
  } else if (count_ == 0) {
    fail(SearchFault::nothing);
  } else {
    result_.keys = {into_.data(), count_};
  }
  return result_;
}

// To what is written next, in this word or one behind it; false at the end.
bool SearchParser::skip_blanks() {
  for (; at_.word != words_.size(); at_ = {at_.word + 1, 0, 0}) {
    const std::string_view word = words_[at_.word];
    while (at_.offset != word.size() && wire::is_blank(word[at_.offset])) ++at_.offset;
    if (at_.offset != word.size()) return true;
  }
  return false;
}

std::string_view SearchParser::take(std::size_t n) {
  last_ = {at_.word, at_.offset, n};
  at_.offset += n;
  return {words_[last_.word].data() + last_.offset, n};
}

// Up to a blank, a bracket, or the end of the word.
std::string_view SearchParser::take_token() {
  const std::string_view text = rest();
  std::size_t n = 0;
  while (n != text.size() && !wire::is_blank(text[n]) && text[n] != '(' && text[n] != ')') ++n;
  return take(n);
}

bool SearchParser::take_item() {
  if (rest().front() == '(') return open_group();
  if (rest().front() == ')') return close_group();
  return take_key();
}

bool SearchParser::open_group() {
  take(1);
  const Place bracket = key_ = last_;
  if (depth_ == max_search_depth) return fail(SearchFault::too_deep);
  const std::size_t group = count_;
  if (!push(key::all_of(0))) return false;
  levels_[++depth_] = {bracket, group, 0, 0};
  return true;
}

bool SearchParser::close_group() {
  take(1);
  if (depth_ == 0) return fail(SearchFault::extra_bracket);
  if (level().due != 0 || level().count == 0) {
    last_ = key_;
    return fail(SearchFault::missing_key);
  }
  into_[level().group].number = level().count;
  --depth_;
  return true;
}

// One key more, as what this level waits for or as one more of its own.
bool SearchParser::push(const SearchKey& key) {
  if (count_ == into_.size()) return fail(SearchFault::too_many_keys);
  into_[count_++] = key;
  Level& l = level();
  if (l.due == 0) {
    l.due = 1;
    ++l.count;
  }
  l.due += key.operands() - 1;
  return true;
}

bool SearchParser::take_key() {
  const std::string_view token = take_token();
  key_ = last_;
  if (wire::is_digit(token.front()) || token.front() == '*') return take_set(SearchTerm::number, token);
  SearchKey key(search_term_named(token));
  if (key.term == SearchTerm::number) return fail(SearchFault::unknown_key);
  if (key.term == SearchTerm::uid) {
    std::string_view set;
    return take_argument(set) && take_set(key.term, set);
  }
  return read_argument(key) && push(key);
}

bool SearchParser::read_argument(SearchKey& key) {
  const SearchArgument kind = argument_of(key.term);
  if (kind >= SearchArgument::keys) return true;
  if (kind == SearchArgument::field_and_text && !take_argument(key.field)) return false;
  std::string_view text;
  if (!take_argument(text)) return false;
  if (kind == SearchArgument::date) return read_day(text, key.date) || fail(SearchFault::bad_day);
  if (kind == SearchArgument::octets) return read_number(text, key.number) || fail(SearchFault::bad_number);
  key.text = text;
  return true;
}

bool SearchParser::take_set(SearchTerm term, std::string_view set) {
  for (;;) {
    const bool more = set.find(',') != set.npos;
    SearchKey key(term, Range());
    key.joined = more;
    if (!read_range(take_piece(set, ',', ','), key.range)) return fail(SearchFault::bad_set);
    if (!push(key)) return false;
    if (!more) return true;
  }
}

// What stands behind a name, in quotes or without.
bool SearchParser::take_argument(std::string_view& argument) {
  while (at_.offset != words_[at_.word].size() && wire::is_blank(rest().front())) ++at_.offset;
  const bool next_word = at_.offset == words_[at_.word].size();
  if (next_word) at_ = {at_.word + 1, 0, 0};
  if (at_.word == words_.size()) return miss_argument();
  if (rest().starts_with('"')) {
    if (!take_quoted(argument)) return false;
  } else {
    argument = next_word ? take(rest().size()) : take_token();
    if (!next_word && argument.empty()) return miss_argument();
  }
  return (wire::is_utf8(argument) && argument.find('\0') == argument.npos) || fail(SearchFault::bad_text);
}

bool SearchParser::miss_argument() {
  last_ = key_;
  return fail(SearchFault::missing_argument);
}

bool SearchParser::take_quoted(std::string_view& argument) {
  const std::string_view text = rest();
  std::size_t n = 1;
  bool escaped = false;
  for (; n < text.size() && text[n] != '"'; ++n) {
    if (!is_escape({text.data() + n, text.size() - n})) continue;
    escaped = true;
    ++n;
  }
  if (n >= text.size()) {
    take(text.size());
    return fail(SearchFault::open_quote);
  }
  take(n + 1);
  argument = {text.data() + 1, n - 1};
  if (!rest().empty() && !wire::is_blank(rest().front()) && rest().front() != ')') {
    last_ = {at_.word, at_.offset, 1};
    return fail(SearchFault::after_quote);
  }
  return !escaped || unescape(argument);
}

// Its backslashes are undone, in the room for that.
bool SearchParser::unescape(std::string_view& text) {
  std::size_t n = 0;
  for (std::size_t i = 0; i != text.size(); ++i) {
    if (is_escape({text.data() + i, text.size() - i})) ++i;
    if (n == escapes_.size()) return fail(SearchFault::too_many_escapes);
    escapes_[n++] = text[i];
  }
  text = {escapes_.data(), n};
  escapes_ = escapes_.subspan(n);
  return true;
}

}  // namespace

std::string_view text(SearchFault fault) {
  // In the order of SearchFault.
  static constexpr std::string_view texts[] = {
      "",
      "nothing to search for",
      "unknown search key",
      "something to look for is missing behind this",
      "a search key is missing behind this",
      "text that is no UTF-8",
      "no day: write 1-Feb-2024",
      "no number",
      "no set of messages: write 1:3,7,9:*",
      "the quote is not closed",
      "something sticks to the quote",
      "the bracket is not closed",
      "a bracket too many",
      "too many brackets in each other",
      "too many search keys",
      "too many backslashes",
  };
  return texts[static_cast<std::size_t>(fault)];
}

ParsedSearch parse_search(std::span<const std::string_view> words, std::span<SearchKey> into, std::span<char> escapes) {
  return SearchParser(words, into, escapes).parse();
}

ParsedSearch parse_search(std::string_view text, std::span<SearchKey> into, std::span<char> escapes) {
  return parse_search({&text, 1}, into, escapes);
}

}  // namespace mailmote
