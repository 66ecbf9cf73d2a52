#include <mailmote/imap/set_reader.hpp>

#include "../splits.hpp"

using mailmote::imap::SetReader;

namespace {

// "2 4:7 9:12", and "!" once it has failed.
class Log {
 public:
  void feed(std::string_view piece) {
    while (set_.next(piece)) note();
    CHECK(piece.empty());
  }
  std::string text() {
    if (set_.end()) note();
    const std::string text = text_ + (set_.failed() ? "!" : "");
    std::string_view more = "1,2";
    if (set_.failed()) CHECK_FALSE((set_.next(more) || set_.end() || !set_.failed()));  // for ever
    return text;
  }

 private:
  void note() {
    if (!text_.empty()) text_ += ' ';
    text_ += std::to_string(set_.first());
    if (set_.first() != set_.last()) text_ += ":" + std::to_string(set_.last());
  }

  SetReader set_;
  std::string text_;
};

void check(const std::string& set, const std::string& expected) {
  splits::same_everywhere(set, expected, [] { return Log(); });
}

}  // namespace

TEST_CASE("numbers and ranges") {
  check("1", "1");
  check("2,4:7,9:12", "2 4:7 9:12");
  check("1:4294967295", "1:4294967295");
  check("304,319:320", "304 319:320");
  check("5:5,007", "5 7");
}

TEST_CASE("a range may be written backwards (RFC 3501 9)") { check("7:4,12:9", "4:7 9:12"); }

TEST_CASE("numbers beyond 32 bits are the largest") {
  check("4294967296", "4294967295");
  check("4294967294:4294967299", "4294967294:4294967295");
  check("99999999999999999999999999,42949672950", "4294967295 4294967295");
}

TEST_CASE("what is no set gives what stands before, and fails") {
  check("", "!");
  check(",", "!");
  check("0", "!");
  check("*", "!");
  check("1:*", "!");
  check("1,", "1!");
  check("1,,2", "1!");
  check(",1", "!");
  check(":", "!");
  check("1:", "!");
  check(":1", "!");
  check("0:1", "!");
  check("1:0", "!");
  check("1:2:3", "!");
  check("1::2", "!");
  check("1,2x,3", "1!");
  check("1, 2", "1!");
  check("-1", "!");
  check("1-2", "!");
  check("1\xff", "!");
  check(std::string("1\0002", 3), "!");
}

TEST_CASE("the end makes it ready for the next set") {
  SetReader set;
  std::string_view piece = "1:2";
  CHECK_FALSE(set.next(piece));
  CHECK(set.end());
  piece = "7";
  CHECK_FALSE(set.next(piece));
  CHECK(set.end());
  CHECK(set.first() == 7);
  CHECK(set.last() == 7);
}
