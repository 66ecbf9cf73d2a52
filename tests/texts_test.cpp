#include <mailmote/texts.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>

using namespace mailmote;

namespace {

// Exactly so many octets of the heap.
struct Memory {
  explicit Memory(std::size_t n) : octets(new char[n]), size(n) {}
  operator std::span<char>() const { return {octets.get(), size}; }
  std::unique_ptr<char[]> octets;
  std::size_t size;
};

std::string_view put(Texts& texts, std::string_view octets) {
  texts.open();
  texts.put(octets);
  return texts.text();
}

}  // namespace

TEST_CASE("texts stand one behind the other") {
  const Memory memory(64);
  Texts texts(memory);
  texts.begin(Texts::message);
  const std::string_view first = put(texts, "first"), second = put(texts, "second");
  texts.open();
  texts.put_header("=?utf-8?Q?Gr=C3=BC=C3=9Fe?=");
  texts.put("!");
  CHECK(texts.text() ==
        "Gr\xc3\xbc\xc3\x9f"
        "e!");
  CHECK(first == "first");
  CHECK(second == "second");
  CHECK_FALSE(texts.is_cut());
}

TEST_CASE("texts of a level outlive those behind it") {
  const Memory memory(100);
  Texts texts(memory);
  texts.begin(Texts::folder);
  const std::string_view folder = put(texts, "INBOX");
  texts.begin(Texts::message);
  const std::string_view message = put(texts, "Hello");
  for (unsigned turn = 0; turn < 3; ++turn) {
    texts.begin(Texts::detail);
    CHECK(put(texts, "part").data() == message.data() + message.size());
    CHECK(texts.rest().data() == message.data() + message.size() + 4);
  }
  CHECK(folder == "INBOX");
  CHECK(message == "Hello");
  texts.begin(Texts::message);
  CHECK(put(texts, "Bye").data() == message.data());
  CHECK(folder == "INBOX");
}

TEST_CASE("a quarter of what is left belongs to the levels behind") {
  const Memory memory(64);
  Texts texts(memory);
  const std::string much(100, 'x');
  texts.begin(Texts::folder);
  CHECK(put(texts, much).size() == 48);
  CHECK(texts.is_cut());
  texts.begin(Texts::message);
  CHECK(put(texts, much).size() == 12);
  texts.begin(Texts::detail);
  CHECK(put(texts, much).size() == 3);
  CHECK(texts.rest().size() == 1);
}

TEST_CASE("behind the last level there is no room") {
  const Memory memory(65'535);
  Texts texts(memory);
  std::string_view before[Texts::levels];
  for (unsigned level = 0; level < Texts::levels; ++level) {
    texts.begin(level);
    before[level] = put(texts, std::string(1, static_cast<char>('0' + level)));
  }
  texts.begin(Texts::levels);
  CHECK(put(texts, "x").empty());
  CHECK(texts.is_cut());
  for (unsigned level = 0; level < Texts::levels; ++level) CHECK(before[level][0] == static_cast<char>('0' + level));
  texts.begin(0);
  CHECK(put(texts, "again") == "again");
}

TEST_CASE("what does not fit is left out, code point by code point, and nothing follows it") {
  for (std::size_t size = 0; size <= 16; ++size) {
    CAPTURE(size);
    const Memory memory(size);
    Texts texts(memory);
    texts.begin(Texts::message);
    const std::size_t room = size - size / 4;
    texts.open();
    texts.put("\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac");
    CHECK(texts.text().size() == std::min<std::size_t>(room / 3 * 3, 9));
    CHECK(texts.is_cut() == (room < 9));
    const std::string before(texts.text());
    if (texts.is_cut()) {
      texts.put("a");
      texts.put_header("b");
      CHECK(texts.text() == before);
    }
  }
}

TEST_CASE("a text is cut for itself: the next may fit") {
  const Memory memory(16);
  Texts texts(memory);
  texts.begin(Texts::detail);
  put(texts, "12345678");
  put(texts, "\xe2\x82\xac\xe2\x82\xac");
  CHECK(texts.text() == "\xe2\x82\xac");
  CHECK(texts.is_cut());
  CHECK(put(texts, "x") == "x");
  CHECK_FALSE(texts.is_cut());
}

TEST_CASE("whatever a server sends becomes UTF-8, and headers have no controls") {
  const Memory memory(100);
  Texts texts(memory);
  texts.begin(Texts::message);
  CHECK(put(texts, "a\xff\xc3z\xe2\x82") == "a\xef\xbf\xbd\xef\xbf\xbdz\xef\xbf\xbd");
  texts.open();
  texts.put_header("a\tb =?utf-8?Q?c=0D=0Ad=00=7F?=");
  CHECK(texts.text() == "a b c  d  ");
}

TEST_CASE("what was put can be taken back, and written by others") {
  const Memory memory(40);
  Texts texts(memory);
  texts.begin(Texts::message);
  const std::string_view text = put(texts, "abcdef");
  texts.cut_to(3);
  CHECK(texts.text() == "abc");
  const std::span<char> room = texts.room();
  CHECK(room.data() == text.data() + 3);
  room[0] = '!';
  texts.filled(1, true);
  CHECK(texts.text() == "abc!");
  CHECK(texts.is_cut());
  texts.octets()[0] = 'A';
  CHECK(texts.text() == "Abc!");
}
