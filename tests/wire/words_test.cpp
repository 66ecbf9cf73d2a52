#include <mailmote/wire/words.hpp>

#include <doctest/doctest.h>

#include <string>

using mailmote::wire::make_words;
using mailmote::wire::no_word;

namespace {

constexpr auto words = make_words("UID RFC822.SIZE RFC822 BODY[ X-1 ");

}  // namespace

TEST_CASE("a word has the place where it stands") {
  CHECK(words.index("UID") == 0);
  CHECK(words.index("RFC822.SIZE") == 1);
  CHECK(words.index("RFC822") == 2);
  CHECK(words.index("BODY[") == 3);
  CHECK(words.index("X-1") == 4);
}

TEST_CASE("in any case") {
  CHECK(words.index("uid") == 0);
  CHECK(words.index("Rfc822.siZe") == 1);
  CHECK(words.index("body[") == 3);
  CHECK(words.index("body{") == no_word);  // '[' has no other case
}

TEST_CASE("none of them: a part of one, one and more, two at once, nothing") {
  for (const char* word : {"", " ", "U", "UI", "UIDX", "RFC822.", "RFC822.SIZ", "UID ", "UID RFC822", "UID RFC822.SIZE",
                           "UID RFC822.SIZE RFC822 BODY[ X-1 ", "X-1 ", "X", "-1", "I", "ID"})
    CHECK(words.index(word) == no_word);
  CHECK(words.index(std::string_view("UID\0", 4)) == no_word);
  CHECK(words.index(std::string_view("\0", 1)) == no_word);
  CHECK(words.index("\xff\xe2") == no_word);
  CHECK(words.index(std::string(10'000, 'U')) == no_word);
  CHECK(make_words("").index("UID") == no_word);
}

TEST_CASE("and back") {
  CHECK(words.at(0) == "UID");
  CHECK(words.at(1) == "RFC822.SIZE");
  CHECK(words.at(4) == "X-1");
}
