#include <mailmote/outbox.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>

using mailmote::Outbox;

namespace {

// An outbox on exactly `n` octets of the heap.
class Box {
 public:
  explicit Box(std::size_t n) : storage_(new char[n]), size_(n), out_(std::span<char>(storage_.get(), n)) {}
  Outbox* operator->() { return &out_; }
  bool holds(std::string_view text) const {
    return std::string_view(storage_.get(), size_).find(text) != std::string_view::npos;
  }
  std::string send(std::size_t n) {
    const std::string sent(out_.ready().substr(0, n));
    out_.sent(sent.size());
    return sent;
  }

 private:
  std::unique_ptr<char[]> storage_;
  std::size_t size_;
  Outbox out_;
};

bool put(Box& box, std::string_view text) {
  box->begin();
  box->put(text);
  return box->commit();
}

void fill(Box& box, std::string_view text, bool secret) {
  const std::span<char> room = box->room();
  REQUIRE(room.size() >= text.size());
  text.copy(room.data(), text.size());
  if (secret) {
    box->filled_secret(text.size());
  } else {
    box->filled(text.size());
  }
}

}  // namespace

TEST_CASE("a command is written whole or not at all") {
  for (std::size_t n = 0; n <= 12; ++n) {
    INFO("storage ", n);
    Box box(n);
    box->begin();
    box->put("MAIL").put(" ").put("x").put_number(42).put("\r\n");  // 10 octets
    CHECK(box->commit() == (n >= 10));
    CHECK(box->ready() == (n >= 10 ? "MAIL x42\r\n" : ""));
    CHECK(box->empty() == (n < 10));
    CHECK(box->capacity() == n);
  }
}

TEST_CASE("a command that does not fit leaves the one before as it was") {
  Box box(16);
  REQUIRE(put(box, "first\r\n"));
  CHECK_FALSE(put(box, "much too long\r\n"));
  CHECK(box->ready() == "first\r\n");
  CHECK(put(box, "then\r\n"));
  CHECK(box->ready() == "first\r\nthen\r\n");
}

TEST_CASE("what left makes room") {
  Box box(10);
  REQUIRE(put(box, "12345678"));
  CHECK(box.send(5) == "12345");
  CHECK(put(box, "9abcdef"));
  CHECK(box->ready() == "6789abcdef");
  CHECK_FALSE(put(box, "x"));
  CHECK(box.send(10) == "6789abcdef");
  CHECK(box->empty());
  CHECK(put(box, "0123456789"));
}

TEST_CASE("a failed command after room was made leaves what waits") {
  Box box(10);
  REQUIRE(put(box, "12345678"));
  box.send(5);
  box->begin();
  box->put("9abc").put("much too long");
  CHECK_FALSE(box->commit());
  CHECK(box->ready() == "678");
}

TEST_CASE("numbers are decimal, up to 64 bits") {
  for (const std::uint64_t n : {std::uint64_t{0}, std::uint64_t{7}, std::uint64_t{10}, UINT64_MAX}) {
    Box box(20);
    box->begin();
    box->put_number(n);
    CHECK(box->commit());
    CHECK(box->ready() == std::to_string(n));
  }
}

TEST_CASE("nothing passes a closed gate") {
  Box box(64);
  box->begin();
  box->put("A1 {3}\r\n").gate().put("abc").gate().put("\r\n");
  REQUIRE(box->commit());
  CHECK(box->ready() == "A1 {3}\r\n");
  CHECK_FALSE(box->open_gate());  // what stands before it has not left
  box.send(7);
  CHECK_FALSE(box->open_gate());
  box.send(1);
  CHECK(box->ready().empty());
  CHECK_FALSE(box->empty());
  CHECK(box->open_gate());
  CHECK(box->ready() == "abc");
  box.send(3);
  CHECK(box->open_gate());
  CHECK(box->ready() == "\r\n");
  box.send(2);
  CHECK_FALSE(box->open_gate());
  CHECK(box->empty());
}

TEST_CASE("gates move with what they guard") {
  Box box(12);
  REQUIRE(put(box, "123456"));
  box.send(4);
  box->begin();
  box->put("ab").gate().put("cdef");
  REQUIRE(box->commit());
  REQUIRE(put(box, "gh"));  // moves all to the front
  CHECK(box->ready() == "56ab");
  box.send(4);
  CHECK(box->open_gate());
  CHECK(box->ready() == "cdefgh");
}

TEST_CASE("a gate at the very end is due once all has left") {
  Box box(8);
  box->begin();
  box->put("idle").gate();
  REQUIRE(box->commit());
  box.send(4);
  CHECK(box->open_gate());
  CHECK(put(box, "12345678"));
}

TEST_CASE("as many gates as max_gates, and the command with one more is refused") {
  for (std::size_t n = Outbox::max_gates - 1; n <= Outbox::max_gates + 1; ++n) {
    Box box(64);
    box->begin();
    for (std::size_t i = 0; i < n; ++i) box->put("x").gate();
    CHECK(box->commit() == (n <= Outbox::max_gates));
    if (n > Outbox::max_gates) CHECK(box->empty());
  }
  Box box(64);
  box->begin();
  box->put("kept").gate();
  REQUIRE(box->commit());
  box->begin();
  for (std::size_t i = 0; i < Outbox::max_gates; ++i) box->put("x").gate();
  CHECK_FALSE(box->commit());
  box.send(4);
  CHECK(box->open_gate());
  CHECK(box->empty());
}

TEST_CASE("a secret is hidden from transcripts and wiped once it left") {
  Box box(64);
  box->begin();
  box->put("PASS ").put_secret("sesame").put("\r\n");
  REQUIRE(box->commit());
  CHECK(box->shown().before == 5);
  CHECK(box->shown().hidden == 6);
  CHECK(box.send(7) == "PASS se");
  CHECK_FALSE(box.holds("se"));
  CHECK(box->shown().before == 0);
  CHECK(box->shown().hidden == 4);
  CHECK(box.send(5) == "same\r");
  CHECK_FALSE(box.holds("same"));
  CHECK(box->shown().before == 1);
  CHECK(box->shown().hidden == 0);
}

TEST_CASE("what was put is hidden afterwards, if it fitted") {
  Box box(16);
  box->begin();
  box->put("LOGIN ").put('j').put("oe").hide(3);
  box->put(' ');
  REQUIRE(box->commit());
  CHECK(box->ready() == "LOGIN joe ");
  CHECK(box->shown().before == 6);
  CHECK(box->shown().hidden == 3);
  box->begin();
  box->put("123456").put('7').hide(6);
  CHECK_FALSE(box->commit());
  CHECK(box->shown().before == 6);
  CHECK(box->shown().hidden == 4);  // the stretch was widened
}

TEST_CASE("moving a secret leaves no copy behind") {
  Box box(16);
  box->begin();
  box->put("1234").put_secret("sesame!").put("\r\n");
  REQUIRE(box->commit());
  box.send(4);
  fill(box, "xyz", false);
  CHECK(box->ready() == "sesame!\r\nxyz");
  CHECK(box->shown().hidden == 7);
  box.send(7);
  for (const char* piece : {"ses", "same", "ame!"}) CHECK_FALSE(box.holds(piece));
}

TEST_CASE("a secret that did not fit is wiped") {
  Box box(12);
  box->begin();
  box->put("AUTH ").put_secret("sesame").put("\r\n");
  CHECK_FALSE(box->commit());
  CHECK_FALSE(box.holds("sesame"));
  CHECK(box->shown().hidden == 0);
  REQUIRE(put(box, "QUIT\r\n"));
  CHECK(box->shown().before == 6);
}

TEST_CASE("a second secret hides what lies between, never less") {
  Box box(32);
  box->begin();
  box->put("a").put_secret("one").put("b").put_secret("two").put("c");
  REQUIRE(box->commit());
  CHECK(box->shown().before == 1);
  CHECK(box->shown().hidden == 7);
  CHECK(box.send(9) == "aonebtwoc");
  CHECK_FALSE(box.holds("two"));
}

TEST_CASE("a long secret goes through in pieces, each hidden and wiped") {
  Box box(8);
  REQUIRE(put(box, "AU "));
  const std::string secret = "the quick brown fox jumps";
  std::string sent;
  std::size_t hidden = 0;
  for (std::size_t at = 0; at < secret.size() || !box->empty();) {
    const std::size_t n = std::min(box->room().size(), secret.size() - at);
    fill(box, std::string_view(secret).substr(at, n), true);
    at += n;
    const std::size_t before = box->shown().before;
    const std::size_t step = std::min<std::size_t>(3, box->ready().size());
    if (step > before) hidden += std::min(step - before, box->shown().hidden);
    sent += box.send(3);
  }
  CHECK(sent == "AU " + secret);
  CHECK(hidden == secret.size());
}

TEST_CASE("a secret behind a gate is not shown as ready") {
  Box box(32);
  box->begin();
  box->put("open").gate().put_secret("shut");
  REQUIRE(box->commit());
  CHECK(box->shown().before == 4);
  CHECK(box->shown().hidden == 0);
  box.send(4);
  REQUIRE(box->open_gate());
  CHECK(box->shown().before == 0);
  CHECK(box->shown().hidden == 4);
}

TEST_CASE("drop forgets and wipes all, gates too") {
  Box box(32);
  box->begin();
  box->put("visible").put_secret("sesame").gate().put("later");
  REQUIRE(box->commit());
  box->drop();
  CHECK(box->empty());
  CHECK(box->ready().empty());
  for (const char* text : {"visible", "sesame", "later"}) CHECK_FALSE(box.holds(text));
  REQUIRE(put(box, "new"));
  CHECK(box->ready() == "new");
  CHECK_FALSE(box->open_gate());
}

TEST_CASE("no more than 65,535 octets of the storage are used") {
  Box box(70'000);
  CHECK(box->capacity() == 65'535);
  REQUIRE(put(box, std::string(65'535, 'x')));
  CHECK_FALSE(put(box, "x"));
  CHECK(box.send(65'534).size() == 65'534);
  CHECK(put(box, "yz"));
  CHECK(box->ready() == "xyz");
}

TEST_CASE("an outbox without storage takes nothing and breaks nothing") {
  Outbox out({});
  out.begin();
  out.put("x");
  CHECK_FALSE(out.commit());
  CHECK(out.ready().empty());
  CHECK(out.room().empty());
  out.drop();
}
