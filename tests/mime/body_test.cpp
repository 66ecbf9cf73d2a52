#include <mailmote/mime/body.hpp>

#include "writing.hpp"

using namespace writing;

TEST_CASE("every line end becomes CRLF, and the last line gets one") {
  const auto text = [](std::string_view lines, std::size_t room) {
    Message m = alert();
    m.text = lines;
    return body(written(m, settings(), room));
  };
  for (const std::size_t room : {1U, 7U, 100U, 4096U}) {
    CHECK(text("", room).empty());
    CHECK(text("a", room) == "a\r\n");
    CHECK(text("a\nb\r\nc\rd\n\n", room) == "a\r\nb\r\nc\r\nd\r\n\r\n");
    CHECK(text("\r\n\r\r\n\n\r", room) == "\r\n\r\n\r\n\r\n\r\n");
    CHECK(text("ë\r\nb\rc\nd", room) == "=C3=AB\r\nb\r\nc\r\nd\r\n");
  }
  // At every place in the room where a line can end.
  for (std::size_t n = 0; n < 200; ++n) {
    const std::string run(n, 'x');
    CHECK(text(run + "\ny", 100) == run + "\r\ny\r\n");
    CHECK(text(run, 100) == (n == 0 ? "" : run + "\r\n"));
  }
}

TEST_CASE("attachments of every small length, in pieces of every small size, through every kind of room") {
  for (std::size_t n = 0; n < 130; ++n) {
    const std::string data = octets(n);
    for (const std::size_t piece : {1U, 2U, 3U, 57U, 1000U}) {
      for (const std::size_t room : {1U, 79U, 80U, 81U, 113U, 1000U}) {
        Pieces content(data, piece);
        Message m = alert();
        m.attachment.content = &content;
        const std::string mail = written(m, settings(), room);
        const std::string expected = "\r\n\r\n" + base64_lines(data) + "--=_0011223344556677--\r\n";
        if (mail.ends_with(expected)) continue;
        INFO("octets ", n, " piece ", piece, " room ", room);
        CHECK(mail.ends_with(expected));
      }
    }
  }
}

TEST_CASE("an attachment in the end of its room is read before it is overwritten") {
  const std::string data = octets(100'000);
  for (const std::size_t room : {80U, 100U, 256U, 1000U, 65536U}) {
    Pieces content(data);
    Message m = alert();
    m.attachment.content = &content;
    const std::string mail = written(m, settings(), room);
    CHECK(mail.ends_with("\r\n\r\n" + base64_lines(data) + "--=_0011223344556677--\r\n"));
  }
}

TEST_CASE("an attachment that is not what it said is never completed") {
  const auto outcome = [](Pieces& content) {
    Message m = alert();
    m.attachment.content = &content;
    Writer writer(m, settings());
    Io last = Io::want_read;
    const std::string mail = read_all(writer, 90, &last);
    CHECK(mail.find("--=_0011223344556677--") == std::string::npos);
    std::array<char, 90> room;
    for (int i = 0; i < 3; ++i) CHECK(writer.read(room).io == last);
    CHECK(!writer.rewind());
    return last;
  };
  SUBCASE("fails") {
    for (const std::size_t at : {0U, 1U, 100U, 299U}) {
      Pieces content(octets(300));
      content.fail_at = at;
      CHECK(outcome(content) == Io::failed);
    }
  }
  SUBCASE("fewer octets than told") {
    Pieces content(octets(300));
    content.told = 301;
    CHECK(outcome(content) == Io::failed);
  }
  SUBCASE("more octets than told") {
    for (const std::uint64_t told : {0U, 1U, 299U}) {
      Pieces content(octets(300));
      content.told = told;
      CHECK(outcome(content) == Io::failed);
    }
  }
}

TEST_CASE("a Source that breaks its contract is not believed") {
  class Liar final : public Source {
   public:
    explicit Liar(IoResult answer) : answer_(answer) {}
    IoResult read(std::span<char>) override { return answer_; }

   private:
    IoResult answer_;
  };
  for (const IoResult answer : {IoResult{Io::done, 0}, IoResult{Io::done, UINT32_MAX}, IoResult{Io::truncated, 0}}) {
    Liar content(answer);
    Message m = alert();
    m.attachment.content = &content;
    Writer writer(m, settings());
    Io last = Io::want_read;
    read_all(writer, 100, &last);
    CHECK(last == Io::failed);
  }
}

TEST_CASE("an unknown size") {
  Pieces content(octets(10));
  Message m = alert();
  m.attachment.content = &content;
  Writer writer(m, settings());
  CHECK(!writer.size());
}

TEST_CASE("a size beyond 32 bits") {
  Pieces content("");
  content.told = 1'000'000'000'000;
  Message m = alert();
  m.attachment.content = &content;
  Writer writer(m, settings());
  CHECK(*writer.size() > wire::base64_length(1'000'000'000'000, 76));
  CHECK(*writer.size() < wire::base64_length(1'000'000'000'000, 76) + 1000);
}

TEST_CASE("a text in quoted-printable, in pieces of every small size, through every kind of room") {
  const std::string texts[] = {"", "x", "größer \n\tzwei\r\n\r=\n", std::string(300, 'x') + "ende ",
                               std::string(120, '\xff') + "\t"};
  for (const std::string& text : texts) {
    std::string expected;
    for (const std::size_t piece : {1U, 2U, 3U, 17U, 18U, 1000U}) {
      for (const std::size_t room : {1U, 79U, 80U, 81U, 113U, 1000U}) {
        Pieces content(text, piece);
        Message m = alert();
        m.attachment = {"log.txt", "text/plain", &content, {}, Attachment::Encoding::quoted_printable};
        CHECK_FALSE(Writer(m, settings()).size());
        const std::string mail = written(m, settings(), room);
        if (expected.empty()) expected = mail;
        CHECK(mail == expected);
      }
    }
    check_form(expected);
    CHECK(expected.find("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
                        "Content-Disposition: attachment;\r\n filename=\"log.txt\"\r\n\r\n") != std::string::npos);
    CHECK(expected.ends_with("\r\n--=_0011223344556677--\r\n"));
    wire::QuotedPrintableDecoder decoder;
    const std::size_t begin = expected.find("\r\n\r\n", expected.rfind("log.txt")) + 4;
    const std::string encoded = expected.substr(begin, expected.rfind("\r\n--=_") - begin);
    std::string decoded(encoded.size() + 2, 0);
    decoded.resize(decoder.decode(encoded, decoded).written);
    std::string meant;
    for (std::size_t i = 0; i < text.size(); ++i)
      if (text[i] != '\n' || i == 0 || text[i - 1] != '\r')
        meant += text[i] == '\n' || text[i] == '\r' ? "\r\n" : std::string(1, text[i]);
    if (!meant.empty() && !meant.ends_with("\r\n")) meant += "\r\n";
    CHECK(decoded == meant);
  }
}
