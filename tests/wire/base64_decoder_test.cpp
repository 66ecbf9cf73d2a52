#include <mailmote/wire/base64.hpp>

#include <vector>

#include "splits.hpp"

using namespace mailmote::wire;
using Form = Base64Decoder::Form;

namespace {

// The octets, then "!" failed, "?" octets were skipped, "..." incomplete.
class Log {
 public:
  Log(Form form, std::size_t room) : decoder_(form), room_(room) {}

  void feed(std::string_view in) {
    while (!in.empty() && !decoder_.failed()) {
      std::vector<char> out(room_);
      const Step step = decoder_.decode(in, out);
      REQUIRE((step.taken != 0 || decoder_.failed()));
      text_.append(out.data(), step.written);
      in.remove_prefix(step.taken);
    }
  }
  std::string text() const {
    return text_ + (decoder_.failed() ? "!" : "") + (decoder_.skipped() ? "?" : "") +
           (decoder_.complete() || decoder_.failed() ? "" : "...");
  }

 private:
  Base64Decoder decoder_;
  std::size_t room_;
  std::string text_;
};

void check(Form form, std::string_view input, const std::string& expected) {
  for (const std::size_t room : {1U, 2U, 3U, 50U})
    splits::same_everywhere(input, expected, [&] { return Log(form, room); });
}
void strict(std::string_view input, const std::string& expected) { check(Form::strict, input, expected); }
void lenient(std::string_view input, const std::string& expected) { check(Form::lenient, input, expected); }

}  // namespace

TEST_CASE("both forms take the examples of RFC 4648") {
  for (const Form form : {Form::strict, Form::lenient}) {
    check(form, "", "");
    check(form, "Zg==", "f");
    check(form, "Zm8=", "fo");
    check(form, "Zm9v", "foo");
    check(form, "Zm9vYg==", "foob");
    check(form, "Zm9vYmFy", "foobar");
    check(form, "//79+/A=", "\xff\xfe\xfd\xfb\xf0");
  }
}

TEST_CASE("strict refuses everything else") {
  strict("Zm9v\r\n", "foo!");
  strict("Zm9 v", "fo!");
  strict("Zm9v=", "foo!");
  strict("=", "!");
  strict("Z=", "!");
  strict("Zg=a", "f!");
  strict("Zg==Zg==", "f!");
  strict("Zg===", "f!");
  strict("Zh==", "f!");  // a spare bit is set
  strict("Zm9=", "fo!");
  strict("Zm-v", "f!");
  strict("\xff", "!");
}

TEST_CASE("a truncated end is told") {
  strict("Z", "...");
  strict("Zg", "f...");
  strict("Zg=", "f...");
  strict("Zm8", "fo...");
  lenient("Zm9vYg=", "foob...");
  lenient("Zm9vY", "foo...");
}

TEST_CASE("lenient skips what is not of the alphabet, and says so unless it is white space") {
  lenient("Zm9v\r\nYmFy\r\n", "foobar");
  lenient(" Z m\t9 v ", "foo");
  lenient("Zm9v-Ym!Fy", "foobar?");
  lenient("Zh==", "f");
  lenient("Zg==Zm8=", "ffo");
  lenient("Zg=Zm8=", "ffo?");
  lenient("Zm9v=", "foo?");
  lenient("=Zm9v", "foo?");
}

TEST_CASE("what is encoded decodes to the same octets") {
  std::string octets;
  for (int i = 0; i < 300; ++i) octets += static_cast<char>(i * 7 % 256);
  for (std::size_t n = 0; n <= octets.size(); ++n) {
    const std::string_view part(octets.data(), n);
    for (const std::size_t line : {0U, 76U}) {
      std::vector<char> encoded(static_cast<std::size_t>(base64_length(n, line)));
      Base64Lines encoder(line);
      const std::size_t written = encoder.encode(part, encoded).written;
      REQUIRE(written + encoder.finish(std::span(encoded).subspan(written)) == encoded.size());
      std::vector<char> decoded(n);
      Base64Decoder decoder(line == 0 ? Form::strict : Form::lenient);
      const Step step = decoder.decode({encoded.data(), encoded.size()}, decoded);
      CHECK(step.taken == encoded.size());
      CHECK(std::string_view(decoded.data(), step.written) == part);
      CHECK(decoder.complete());
      CHECK_FALSE(decoder.skipped());
    }
  }
}
