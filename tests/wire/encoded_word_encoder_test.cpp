#include <mailmote/wire/encoded_word.hpp>
#include <mailmote/wire/utf8.hpp>

#include <vector>

#include "splits.hpp"

using namespace mailmote::wire;

namespace {

using Use = EncodedWordEncoder::Use;

std::string encode(std::string_view text, std::size_t column = 9, Use use = Use::where_needed) {
  const splits::HeapCopy copy(text);
  EncodedWordEncoder words(copy.view(), column, use);
  std::string all;
  for (;;) {
    std::vector<char> room(EncodedWordEncoder::max_piece);
    const std::size_t n = words.next(room);
    if (n == 0) return all;
    all.append(room.data(), n);
    const std::size_t line = all.rfind("\r\n");
    CHECK(words.column() == (line == std::string::npos ? column + all.size() : all.size() - line - 2));
  }
}

std::string decode(std::string_view header) {
  std::vector<char> room(header.size() * 3 + 4);
  return std::string(decode_words(header, room).text);
}

std::string repeat(std::string_view what, std::size_t n) {
  std::string all;
  while (n-- != 0) all += what;
  return all;
}

// Every line but the first, which has `column` octets before it, is at most 76 long and begins with a space.
void check_lines(const std::string& header, std::size_t column) {
  std::size_t begin = 0;
  for (;;) {
    const std::size_t end = header.find("\r\n", begin);
    const std::size_t size = (end == std::string::npos ? header.size() : end) - begin;
    CHECK(size + (begin == 0 ? column : 0) <= 76);
    if (begin != 0) CHECK(header[begin] == ' ');
    if (end == std::string::npos) return;
    begin = end + 2;
  }
}

}  // namespace

TEST_CASE("plain text passes as it is") {
  CHECK(encode("") == "");
  CHECK(encode("Pump 3: 9.3 bar (limit 8.0)") == "Pump 3: 9.3 bar (limit 8.0)");
  CHECK(encode("what = this ?") == "what = this ?");
}

TEST_CASE("what would not arrive is encoded") {
  CHECK(encode("\xc3\x9c"
               "berdruck an Pumpe 3") == "=?utf-8?Q?=C3=9Cberdruck_an_Pumpe_3?=");
  CHECK(encode("=?utf-8?Q?x?=") == "=?utf-8?B?PT91dGYtOD9RP3g/PQ==?=");
  CHECK(encode(" x") == "=?utf-8?Q?_x?=");
  CHECK(encode("x\t") == "=?utf-8?Q?x=09?=");
  CHECK(encode("a\x1b") == "=?utf-8?Q?a=1B?=");
  CHECK(encode("\xe6\xbc\x8f\xe6\xb0\xb4") == "=?utf-8?B?5ryP5rC0?=");
  CHECK(needs_encoded_words(std::string(901, 'x')));
  CHECK_FALSE(needs_encoded_words(std::string(900, 'x')));
  CHECK_FALSE(needs_encoded_words(repeat("words and ", 300) + "end"));
  CHECK(needs_encoded_words("a" + std::string(901, ' ') + "b"));
}

TEST_CASE("plain text is folded at its blanks") {
  const std::string text = repeat("ten octets ", 30) + "end";
  const std::string folded = encode(text, 9);
  CHECK(folded.find("\r\n") != std::string::npos);
  std::string unfolded = folded;
  for (std::size_t at; (at = unfolded.find("\r\n")) != std::string::npos;) unfolded.erase(at, 2);
  CHECK(unfolded == text);
  std::size_t begin = 0;
  for (std::size_t end; (end = folded.find("\r\n", begin)) != std::string::npos; begin = end + 2)
    CHECK(end - begin + (begin == 0 ? 9 : 0) <= 78);
  CHECK(encode("a " + std::string(300, 'x') + " b", 9) == "a\r\n " + std::string(300, 'x') + "\r\n b");
}

TEST_CASE("words are short, divide no code point, and decode to the text") {
  const std::string texts[] = {repeat("\xc3\xbc", 200), repeat("a\xe2\x82\xac", 100), repeat("\xf0\x9f\x98\x80", 60),
                               repeat("na\xc3\xafve caf\xc3\xa9 ", 20) + ".", repeat("\xff\x80", 50)};
  for (const std::string& text : texts) {
    for (std::size_t column = 0; column <= 80; ++column) {
      const std::string header = encode(text, column);
      INFO(header);
      if (column <= 76) check_lines(header, column);
      if (!is_utf8(text)) continue;
      const bool folded_first = header.front() == '\r';
      CHECK(decode(header) == (folded_first ? " " : "") + text);
      for (std::size_t at = folded_first ? 3 : 0; at < header.size();) {
        const std::size_t line = header.find("\r\n", at);
        const std::string word = header.substr(at, line == std::string::npos ? line : line - at);
        CHECK(word.size() <= 75);
        CHECK(word.substr(word.size() - 2) == "?=");
        CHECK(text.find(decode(word)) != std::string::npos);
        at += word.size() + 3;
      }
    }
  }
}

TEST_CASE("of a quoted string, the octets without the backslashes that quote them") {
  const struct {
    std::string_view quoted, plain;
  } rows[] = {
      {"Z\\o\xc3\xab", "Zo\xc3\xab"},
      {"\\\"Z\\\"", "\"Z\""},
      {"a \\\\ b", "a \\ b"},
      {"\\\\\\\\", "\\\\"},
      {"\\\xc3\xab", "\xc3\xab"},
      {"\\\xe2\x82\xac \xff", "\xe2\x82\xac \xff"},
      {"nothing quoted", "nothing quoted"},
  };
  for (const auto& row : rows) {
    for (const std::size_t times : {1U, 9U, 40U}) {
      const std::string quoted = repeat(row.quoted, times), plain = repeat(row.plain, times);
      CHECK(encode(quoted, 9, Use::for_quoted) == encode(plain, 9, Use::always));
    }
  }
  CHECK(encode("ab\\ab", 9, Use::always) == "=?utf-8?Q?ab=5Cab?=");
}
