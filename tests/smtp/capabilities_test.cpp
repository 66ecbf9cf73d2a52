#include <mailmote/smtp/capabilities.hpp>

#include "../splits.hpp"

using mailmote::Mechanism;
using mailmote::smtp::Capabilities;
using mailmote::smtp::Kind;
using mailmote::smtp::Reader;

namespace {

// What an EHLO answer says, in words: "STARTTLS PIPELINING 8BITMIME SIZE=10 AUTH(PLAIN LOGIN)".
class Log {
 public:
  void feed(std::string_view in) {
    for (auto e = reader_->next(in); e.kind != Kind::need_input; e = reader_->next(in)) {
      REQUIRE(e.kind != Kind::failed);
      if (e.kind == Kind::text) capabilities_.read(e);
    }
  }
  std::string text() const {
    std::string s;
    if (capabilities_.starttls) s += "STARTTLS ";
    if (capabilities_.pipelining) s += "PIPELINING ";
    if (capabilities_.eight_bit) s += "8BITMIME ";
    if (capabilities_.size) s += "SIZE=" + std::to_string(capabilities_.max_size) + " ";
    if (capabilities_.auth) {
      s += "AUTH(";
      for (const Mechanism m : mailmote::all_mechanisms)
        if (capabilities_.mechanisms.has(m)) s += std::string(name(m)) + " ";
      s += ") ";
    }
    return s;
  }

 private:
  std::unique_ptr<char[]> scratch_{new char[32]};
  std::unique_ptr<Reader> reader_{new Reader({scratch_.get(), 32})};
  Capabilities capabilities_;
};

void check(const std::string& input, const std::string& expected) {
  splits::same_everywhere(input, expected, [] { return Log(); });
}

// One line behind the server's name.
void line(const std::string& text, const std::string& expected) {
  check("250-mx\r\n250-" + text + "\r\n250 HELP\r\n", expected);
  check("250-mx\r\n250 " + text + "\r\n", expected);
}

}  // namespace

TEST_CASE("the extensions that we use") {
  line("STARTTLS", "STARTTLS ");
  line("PIPELINING", "PIPELINING ");
  line("8BITMIME", "8BITMIME ");
  line("SIZE", "SIZE=0 ");
  line("SIZE 35882577", "SIZE=35882577 ");
  line("AUTH PLAIN LOGIN XOAUTH2", "AUTH(PLAIN LOGIN XOAUTH2 ) ");
  line("AUTH GSSAPI NTLM PLAIN-CLIENTTOKEN OAUTHBEARER", "AUTH() ");
  line("AUTH", "AUTH() ");
  line("DSN", "");
  line("", "");
}

TEST_CASE("any case, more blanks, the old form with '='") {
  line("starttls", "STARTTLS ");
  line("Pipelining ", "PIPELINING ");
  line("  8BitMime\t", "8BITMIME ");
  line("auth  login\tplain ", "AUTH(PLAIN LOGIN ) ");
  line("AUTH=LOGIN", "AUTH(LOGIN ) ");
  line("AUTH=LOGIN PLAIN", "AUTH(PLAIN LOGIN ) ");
  line("AUTH= PLAIN", "AUTH(PLAIN ) ");
}

TEST_CASE("several lines of AUTH add up") {
  check("250-mx\r\n250-AUTH LOGIN\r\n250-AUTH=PLAIN\r\n250 AUTH XOAUTH2\r\n", "AUTH(PLAIN LOGIN XOAUTH2 ) ");
}

TEST_CASE("a word within another, or behind another, is none") {
  line("XSTARTTLS", "");
  line("STARTTLSX", "");
  line("X STARTTLS", "");
  line("SIZE=100", "");
  line("STARTTLS=1", "");
  line("XAUTH=PLAIN", "");
  line("AUTH X=PLAIN", "AUTH() ");
  line("AUTH PLAINX", "AUTH() ");
  line("LOGIN PLAIN", "");
}

TEST_CASE("the server's own name is none of its extensions") {
  check("250 STARTTLS\r\n", "");
  check("250-PIPELINING AUTH PLAIN\r\n250 SIZE 1\r\n", "SIZE=1 ");
}

TEST_CASE("a size of 64 bits, and what is no size") {
  line("SIZE 18446744073709551614", "SIZE=18446744073709551614 ");
  line("SIZE 18446744073709551615", "SIZE=18446744073709551615 ");
  line("SIZE 18446744073709551616", "SIZE=18446744073709551615 ");
  line("SIZE 99999999999999999999", "SIZE=18446744073709551615 ");
  line("SIZE 999999999999999999999", "SIZE=0 ");  // 21 digits are no word that we know
  line("SIZE 00000000000000000042", "SIZE=42 ");
  line("SIZE -1", "SIZE=0 ");
  line("SIZE 10M", "SIZE=0 ");
  line("SIZE " + std::string(500, '9'), "SIZE=0 ");
  check("250-mx\r\n250-SIZE 100000\r\n250 SIZE 12x\r\n", "SIZE=0 ");  // what was said last counts
}

TEST_CASE("words of every length, on lines longer than the scratch") {
  for (std::size_t n = 1; n < 100; ++n) {
    const std::string x(n, 'X');
    line(x, "");
    line(x + " STARTTLS", "");
    line("AUTH " + x + " PLAIN " + x + " LOGIN", "AUTH(PLAIN LOGIN ) ");
  }
}

TEST_CASE("real servers") {
  check(
      "250-outlook.office365.com Hello [203.0.113.9]\r\n250-SIZE 157286400\r\n250-PIPELINING\r\n250-DSN\r\n"
      "250-ENHANCEDSTATUSCODES\r\n250-STARTTLS\r\n250-8BITMIME\r\n250-BINARYMIME\r\n250-CHUNKING\r\n250 SMTPUTF8\r\n",
      "STARTTLS PIPELINING 8BITMIME SIZE=157286400 ");
  check(
      "250-smtp.gmail.com at your service, [203.0.113.9]\r\n250-SIZE 35882577\r\n250-8BITMIME\r\n"
      "250-AUTH LOGIN PLAIN XOAUTH2 PLAIN-CLIENTTOKEN OAUTHBEARER XOAUTH\r\n250-ENHANCEDSTATUSCODES\r\n"
      "250-PIPELINING\r\n250-CHUNKING\r\n250 SMTPUTF8\r\n",
      "PIPELINING 8BITMIME SIZE=35882577 AUTH(PLAIN LOGIN XOAUTH2 ) ");
}
