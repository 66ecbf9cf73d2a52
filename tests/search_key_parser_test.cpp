#include <mailmote/search_key_parser.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

using namespace mailmote;

namespace {

std::string text_of(const Range& range) {
  const auto end = [](std::uint32_t n) { return n == Range::star ? std::string("*") : std::to_string(n); };
  return end(range.first) + (range.first == range.last ? "" : ":" + end(range.last));
}

// "OR FROM[joe] (SEEN OLD)", with the groups shown.
std::string text_of(std::span<const SearchKey> keys) {
  REQUIRE(is_complete(keys));
  std::string text;
  SearchNesting nesting;
  for (const SearchKey& key : keys) {
    if (!text.empty() && text.back() != '(' && text.back() != ',') text += ' ';
    if (text.empty() || text.back() != ',') text += name(key.term);
    if (key.term == SearchTerm::group) text += '(';
    if (!key.field.empty()) text += "[" + std::string(key.field) + "]";
    switch (argument_of(key.term)) {
      case SearchArgument::text:
      case SearchArgument::keyword:
      case SearchArgument::field_and_text: text += "[" + std::string(key.text) + "]"; break;
      case SearchArgument::octets: text += " " + std::to_string(key.number); break;
      case SearchArgument::set: text += "#" + text_of(key.range) + (key.joined ? "," : ""); break;
      case SearchArgument::date:
        text += " " + std::to_string(key.date.year) + "-" + std::to_string(key.date.month) + "-" +
                std::to_string(key.date.day);
        break;
      default: break;
    }
    text.append(nesting.take(key), ')');
  }
  return text;
}

// The keys, or "fault word.offset+length".
std::string shown(const ParsedSearch& p) {
  if (p) return text_of(p.keys);
  CHECK(p.keys.empty());
  return std::string(text(p.fault)) + " @" + std::to_string(p.word) + "." + std::to_string(p.offset) + "+" +
         std::to_string(p.length);
}

std::string parse(std::string_view text, std::size_t room = 64, std::size_t escapes = 64) {
  const std::string copy(text);
  std::vector<SearchKey> keys(room);
  const std::unique_ptr<char[]> octets(new char[escapes]);
  return shown(parse_search(std::string_view(copy), keys, {octets.get(), escapes}));
}

std::string parse_words(const std::vector<std::string_view>& words) {
  std::vector<SearchKey> keys(64);
  return shown(parse_search(words, keys));
}

}  // namespace

TEST_CASE("keys without an argument, in any case") {
  CHECK(parse("UNSEEN") == "UNSEEN");
  CHECK(parse("  unseen\tFlagged ALL ") == "UNSEEN FLAGGED ALL");
  CHECK(parse("ANSWERED DELETED DRAFT NEW OLD RECENT SEEN UNANSWERED UNDELETED UNDRAFT UNFLAGGED") ==
        "ANSWERED DELETED DRAFT NEW OLD RECENT SEEN UNANSWERED UNDELETED UNDRAFT UNFLAGGED");
}

TEST_CASE("texts, in quotes or without") {
  CHECK(parse("FROM joe TO \"joe smith\" SUBJECT \"\"") == "FROM[joe] TO[joe smith] SUBJECT[]");
  CHECK(parse("BCC a BODY b CC c TEXT d KEYWORD $Junk UNKEYWORD f") ==
        "BCC[a] BODY[b] CC[c] TEXT[d] KEYWORD[$Junk] UNKEYWORD[f]");
  CHECK(parse("HEADER X-Spam \"yes (really)\" SEEN") == "HEADER[X-Spam][yes (really)] SEEN");
  CHECK(parse("FROM j\u00f6rg") == "FROM[j\u00f6rg]");
  CHECK(parse("FROM from TO SEEN") == "FROM[from] TO[SEEN]");
}

TEST_CASE("backslashes in quotes") {
  CHECK(parse(R"(FROM "a \"b\" c" TO "x\\y")") == R"(FROM[a "b" c] TO[x\y])");
  CHECK(parse(R"(BODY "C:\temp")") == R"(BODY[C:\temp])");
  CHECK(parse(R"(BODY "\\")") == R"(BODY[\])");
  CHECK(parse(R"(BODY a\"b)") == R"(BODY[a\"b])");  // without quotes it stands for itself
  CHECK(parse(R"(BODY "a\"")", 64, 2) == R"(BODY[a"])");
  CHECK(parse(R"(BODY "a\"")", 64, 1) == "too many backslashes @0.5+5");
}

TEST_CASE("days") {
  CHECK(parse("SINCE 1-Feb-2024 BEFORE 31-dec-1999 ON 01-MAR-2000") == "SINCE 2024-2-1 BEFORE 1999-12-31 ON 2000-3-1");
  CHECK(parse("SENTBEFORE \"1 Feb 2024\" SENTON \"2-Feb-2024\" SENTSINCE 2024-02-29") ==
        "SENTBEFORE 2024-2-1 SENTON 2024-2-2 SENTSINCE 2024-2-29");
  for (const char* day : {"30-Feb-2024", "1-Feb-24", "Feb-1-2024", "1-Febr-2024", "1-2-2024", "2024-2", "2024-Feb-01",
                          "x", "1-Feb-2024-1", "1-Feb-20240", "257-Feb-2024", "2024-13-01", "2024-00-10",
                          "4294967297-Feb-2024", "1--2024", "-1-Feb-2024"})
    CHECK(parse("SINCE " + std::string(day)) ==
          "no day: write 1-Feb-2024 @0.6+" + std::to_string(std::string(day).size()));
}

TEST_CASE("sizes") {
  CHECK(parse("LARGER 0 SMALLER 4294967295") == "LARGER 0 SMALLER 4294967295");
  for (const char* size : {"4294967296", "-1", "1k", "0x10", "99999999999999999999999999"})
    CHECK(parse("LARGER " + std::string(size)) == "no number @0.7+" + std::to_string(std::string(size).size()));
}

TEST_CASE("sets of messages") {
  CHECK(parse("1:3,7,9:* SEEN") == "#1:3,#7,#9:* SEEN");
  CHECK(parse("UID 4294967294,*") == "UID#4294967294,#*");
  CHECK(parse("UID *:5 NOT 1,2") == "UID#*:5 NOT #1,#2");
  for (const char* set :
       {"0", "1:0", "1,", ",", "1:", ":1", "1::2", "1:2:3", "**", "1,,2", "4294967295", "4294967296", "1-3", "a"})
    CHECK(parse("UID " + std::string(set)) ==
          "no set of messages: write 1:3,7,9:* @0.4+" + std::to_string(std::string(set).size()));
  CHECK(parse("SEEN 1:x") == "no set of messages: write 1:3,7,9:* @0.5+3");
}

TEST_CASE("operators and brackets") {
  CHECK(parse("NOT SEEN OR FROM a TO b UNSEEN") == "NOT SEEN OR FROM[a] TO[b] UNSEEN");
  CHECK(parse("OR (SEEN FLAGGED) NOT (FROM a)") == "OR (SEEN FLAGGED) NOT (FROM[a])");
  CHECK(parse("((SEEN)(OLD NOT NEW)) ALL") == "((SEEN) (OLD NOT NEW)) ALL");
  CHECK(parse("( OR SEEN OR OLD NEW )") == "(OR SEEN OR OLD NEW)");
  CHECK(parse("NOT(1,2)OLD") == "NOT (#1,#2) OLD");
  CHECK(parse("(FROM \"a)\")") == "(FROM[a)])");
}

TEST_CASE("what is wrong, and where") {
  CHECK(parse("") == "nothing to search for @0.0+0");
  CHECK(parse("  ") == "nothing to search for @0.0+0");
  CHECK(parse("SEEN UNREAD") == "unknown search key @0.5+6");
  CHECK(parse("SEEN \"OLD\"") == "unknown search key @0.5+5");
  CHECK(parse("CHARSET UTF-8 SEEN") == "unknown search key @0.0+7");
  CHECK(parse("SEEN FROM") == "something to look for is missing behind this @0.5+4");
  CHECK(parse("(SEEN FROM )") == "something to look for is missing behind this @0.6+4");
  CHECK(parse("FROM (a)") == "something to look for is missing behind this @0.0+4");
  CHECK(parse("HEADER X-A") == "something to look for is missing behind this @0.0+6");
  CHECK(parse("OLD NOT ") == "a search key is missing behind this @0.4+3");
  CHECK(parse("OR SEEN") == "a search key is missing behind this @0.3+4");
  CHECK(parse("(NOT) SEEN") == "a search key is missing behind this @0.1+3");
  CHECK(parse("()") == "a search key is missing behind this @0.0+1");
  CHECK(parse("OLD (SEEN (NEW)") == "the bracket is not closed @0.4+1");
  CHECK(parse("OLD (SEEN (NEW") == "the bracket is not closed @0.10+1");
  CHECK(parse("SEEN) OLD") == "a bracket too many @0.4+1");
  CHECK(parse("FROM \"joe") == "the quote is not closed @0.5+4");
  CHECK(parse("FROM \"joe\\\"") == "the quote is not closed @0.5+6");
  CHECK(parse("FROM \"joe\"x") == "something sticks to the quote @0.10+1");
  CHECK(parse("FROM \"joe\"\"x\"") == "something sticks to the quote @0.10+1");
  CHECK(parse("FROM \xff") == "text that is no UTF-8 @0.5+1");
  CHECK(parse(std::string_view("FROM \"a\0\"", 9)) == "text that is no UTF-8 @0.5+4");
}

TEST_CASE("as many keys as there is room for") {
  CHECK(parse("SEEN OLD", 2) == "SEEN OLD");
  CHECK(parse("SEEN OLD NEW", 2) == "too many search keys @0.9+3");
  CHECK(parse("SEEN", 0) == "too many search keys @0.0+4");
  CHECK(parse("(SEEN)", 1) == "too many search keys @0.1+4");
  CHECK(parse("1,2,3", 2) == "too many search keys @0.0+5");
}

TEST_CASE("as many brackets in each other as a row may have") {
  for (std::size_t depth = max_search_depth - 1; depth <= max_search_depth + 1; ++depth) {
    const std::string text = std::string(depth, '(') + "SEEN" + std::string(depth, ')');
    CHECK(parse(text) == (depth <= max_search_depth
                              ? text
                              : "too many brackets in each other @0." + std::to_string(max_search_depth) + "+1"));
  }
}

TEST_CASE("words of a shell") {
  CHECK(parse_words({"UNSEEN", "FROM", "joe smith"}) == "UNSEEN FROM[joe smith]");
  CHECK(parse_words({"UNSEEN FROM", "joe smith", "OR OLD", "NEW"}) == "UNSEEN FROM[joe smith] OR OLD NEW");
  CHECK(parse_words({"SUBJECT", "a) \" b", "HEADER", "X-A", ""}) == "SUBJECT[a) \" b] HEADER[X-A][]");
  CHECK(parse_words({"FROM", " joe "}) == "FROM[ joe ]");
  CHECK(parse_words({"FROM", "\"joe\""}) == "FROM[joe]");
  CHECK(parse_words({"", "UNSEEN", " "}) == "UNSEEN");
  CHECK(parse_words({"SINCE", "1 Feb 2024"}) == "SINCE 2024-2-1");
  CHECK(parse_words({"UNSEEN FROM \"joe smith\""}) == "UNSEEN FROM[joe smith]");
  CHECK(parse_words({"(", "SEEN", "FROM", "a", ")"}) == "(SEEN FROM[a])");
  CHECK(parse_words({"SEEN", "OLD FROM"}) == "something to look for is missing behind this @1.4+4");
  CHECK(parse_words({"SEEN", "FROM", "\"a\"b"}) == "something sticks to the quote @2.3+1");
  CHECK(parse_words({}) == "nothing to search for @0.0+0");
}

TEST_CASE("every fault has its words") {
  for (auto f = static_cast<std::uint8_t>(SearchFault::nothing);
       f <= static_cast<std::uint8_t>(SearchFault::too_many_escapes); ++f)
    CHECK_FALSE(text(static_cast<SearchFault>(f)).empty());
  CHECK(text(SearchFault::none).empty());
}

TEST_CASE("every beginning of a search is a search, or has its fault") {
  const std::string_view all = R"(UNSEEN OR (FROM "a \"b" SINCE 1-Feb-2024) NOT UID 1:3,7 LARGER 5)";
  for (std::size_t n = 0; n <= all.size(); ++n) CHECK_FALSE(parse(all.substr(0, n)).empty());
}
