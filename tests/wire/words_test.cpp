#include <mailmote/wire/words.hpp>

#include <doctest/doctest.h>

#include <string>

using mailmote::wire::no_word;
using mailmote::wire::word_at;
using mailmote::wire::word_index;

namespace {

constexpr char words[] = "UID RFC822.SIZE RFC822 BODY[ X-1 ";

}  // namespace

TEST_CASE("a word has the place where it stands") {
  CHECK(word_index(words, "UID") == 0);
  CHECK(word_index(words, "RFC822.SIZE") == 1);
  CHECK(word_index(words, "RFC822") == 2);
  CHECK(word_index(words, "BODY[") == 3);
  CHECK(word_index(words, "X-1") == 4);
}

TEST_CASE("in any case") {
  CHECK(word_index(words, "uid") == 0);
  CHECK(word_index(words, "Rfc822.siZe") == 1);
  CHECK(word_index(words, "body[") == 3);
  CHECK(word_index(words, "body{") == no_word);  // '[' has no other case
}

TEST_CASE("none of them: a part of one, one and more, two at once, nothing") {
  for (const char* word : {"", " ", "U", "UI", "UIDX", "RFC822.", "RFC822.SIZ", "UID ", "UID RFC822", "UID RFC822.SIZE",
                           "UID RFC822.SIZE RFC822 BODY[ X-1 ", "X-1 ", "X", "-1", "I", "ID"})
    CHECK(word_index(words, word) == no_word);
  CHECK(word_index(words, std::string_view("UID\0", 4)) == no_word);
  CHECK(word_index(words, std::string_view("\0", 1)) == no_word);
  CHECK(word_index(words, "\xff\xe2") == no_word);
  CHECK(word_index(words, std::string(10'000, 'U')) == no_word);
  CHECK(word_index("", "UID") == no_word);
}

TEST_CASE("and back") {
  CHECK(word_at(words, 0) == "UID");
  CHECK(word_at(words, 1) == "RFC822.SIZE");
  CHECK(word_at(words, 4) == "X-1");
}
