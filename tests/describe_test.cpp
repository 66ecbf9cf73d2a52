#include <mailmote/describe.hpp>
#include <mailmote/spec.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace mailmote;

namespace {

std::string described(const Error& error, std::size_t room = 1200) {
  std::string into(room, '?');
  return std::string(describe(error, into));
}

Error error_at(Category category, Stage stage, Advice advice = Advice::none) {
  Error e;
  e.category = category;
  e.stage = stage;
  e.advice = advice;
  e.host = "mail.plant.example";
  e.port = 10993;
  return e;
}

}  // namespace

TEST_CASE("A silent server: who, what, and what to try") {
  CHECK(described(error_at(Category::timeout, Stage::greeting, Advice::perhaps_ssl)) ==
        "timeout: mail.plant.example:10993 accepted the connection but sent no greeting in time\n"
        "  Perhaps the port starts with TLS, and the specification asks for plain text first: try /ssl.\n");
}

TEST_CASE("A specification that cannot be read: what is wrong with it") {
  Error e;
  e.category = Category::input;
  e.advice = Advice::fix_spec;
  e.spec_reason = SpecReason::ssl_with_tls;
  CHECK(described(e).starts_with(
      "input: the mailbox specification cannot be used: \"/ssl and /tls exclude each other\"\n  "));
  e.spec_reason = SpecReason::none;
  CHECK(described(e).starts_with("input: the mailbox specification cannot be used\n  "));
}

TEST_CASE("A refusal shows the server's words, made harmless") {
  Error e = error_at(Category::rejected, Stage::envelope);
  e.reply = 550;
  e.server_text = "5.1.1 no \x1b[2J such\tuser \xe9";
  CHECK(described(e) == "rejected: mail.plant.example:10993 refused: 550 5.1.1 no \\x1B[2J such\\x09user \\xE9\n");
  e.text_cut = true;
  CHECK(described(e).find("\\xE9...\n") != std::string::npos);
}

TEST_CASE("Words in UTF-8 are shown as they are, but for controls and marks that turn the text") {
  Error e = error_at(Category::rejected, Stage::envelope);
  e.reply = 550;
  const auto shown = [&e](std::string_view words) {
    e.server_text = words;
    const std::string text = described(e);
    const std::string_view before = "rejected: mail.plant.example:10993 refused: 550 ";
    return text.substr(before.size(), text.size() - before.size() - 1);
  };
  for (const std::string_view words :
       {"\xd0\x9e\xd1\x82\xd0\xba\xd0\xb0\xd0\xb7", "Zo\xc3\xab", "\xe2\x82\xac \xf0\x9f\x93\xa8", "\xc2\xa0"})
    CHECK(shown(words) == words);
  CHECK(shown("\xc2\x9b"
              "2J") == "\\xC2\\x9B2J");
  CHECK(shown("\x7f") == "\\x7F");
  CHECK(shown("\xd8\x9c") == "\\xD8\\x9C");
  for (const std::string_view last : {"\x8e", "\x8f", "\xa8", "\xaa", "\xae"})
    CHECK(shown("\xe2\x80" + std::string(last)).starts_with("\\xE2\\x80\\x"));
  for (const std::string_view last : {"\xa6", "\xa9"})
    CHECK(shown("\xe2\x81" + std::string(last)).starts_with("\\xE2\\x81\\x"));
  CHECK(shown("\xc0\xaf \xed\xa0\x80 \xe2\x82") == "\\xC0\\xAF \\xED\\xA0\\x80 \\xE2\\x82");
}

TEST_CASE("No character is cut in two where the memory ends") {
  Error e = error_at(Category::rejected, Stage::envelope);
  e.server_text = "\xe2\x82\xac\xe2\x82\xac!";
  const std::string whole = described(e);
  const std::size_t first = whole.find('\xe2');
  for (std::size_t more = 0; more < 3; ++more) {
    CHECK(described(e, first + more) == whole.substr(0, first));
    CHECK(described(e, first + 3 + more) == whole.substr(0, first + 3));
  }
}

TEST_CASE("A certificate: every fault by name, and the port's words on a line of their own") {
  Error e = error_at(Category::cert, Stage::tls, Advice::certificate_wrong_host);
  e.fault = FaultKind::certificate;
  e.certificate = cert_unknown_issuer | cert_wrong_host;
  e.server_text = "CN=other.test";
  const std::string text = described(e);
  CHECK(
      text.starts_with("cert: mail.plant.example:10993: certificate not accepted: issuer unknown, for another name\n"
                       "  \"CN=other.test\"\n"));
}

TEST_CASE("Every category and stage has a headline, and none is cut off by 1,200 octets") {
  for (unsigned c = static_cast<unsigned>(Category::input); c <= static_cast<unsigned>(Category::config); ++c) {
    for (unsigned s = 0; s <= static_cast<unsigned>(Stage::close); ++s) {
      Error e = error_at(static_cast<Category>(c), static_cast<Stage>(s), Advice::exchange_smtp_auth_disabled);
      e.reply = 554;
      e.server_text = "no";
      const std::string text = described(e);
      CAPTURE(text);
      CHECK(text.starts_with(name(e.category)));
      CHECK(text.size() < 600);
      CHECK(text.ends_with(".\n"));
    }
  }
}

TEST_CASE("describe_room holds the longest of all, advice included") {
  const std::string host(255, 'h'), words(5000, '\x80');
  for (unsigned a = 0; a <= static_cast<unsigned>(Advice::imap_disabled); ++a) {
    for (unsigned f = 0; f <= static_cast<unsigned>(FaultKind::no_tls); ++f) {
      Error e = error_at(Category::policy, Stage::envelope, static_cast<Advice>(a));
      e.fault = static_cast<FaultKind>(f);
      e.certificate = 0xFF;
      e.host = host;
      e.reply = 599;
      e.server_text = words;
      const std::string text = described(e, 5000);
      CHECK(text.size() <= describe_room);
      CHECK(text.find(mailmote::text(e.advice)) != std::string::npos);
    }
  }
}

TEST_CASE("It stops where its memory ends") {
  const Error e = error_at(Category::timeout, Stage::greeting, Advice::perhaps_ssl);
  const std::string whole = described(e);
  for (std::size_t room = 0; room <= whole.size(); ++room) CHECK(described(e, room) == whole.substr(0, room));
}

TEST_CASE("The headline stands alone") {
  char into[200];
  CHECK(headline(error_at(Category::timeout, Stage::connect), into) ==
        "mail.plant.example:10993 did not answer in time");
  Error nobody = error_at(Category::closed, Stage::data);
  nobody.host = {};
  CHECK(headline(nobody, into) == "the server ended the connection when the message was sent");
}

TEST_CASE("Mailboxes: what the program did, and what the server said") {
  char into[300];
  const auto shown = [&into](Category category, Stage stage, Advice advice, std::string_view words = {}) {
    Error e = error_at(category, stage, advice);
    e.server_text = words;
    return std::string(headline(e, into));
  };
  CHECK(shown(Category::rejected, Stage::mailbox, Advice::no_such_mailbox, "Unknown Mailbox: x") ==
        "mail.plant.example:10993 refused: Unknown Mailbox: x");
  CHECK(shown(Category::rejected, Stage::fetch, Advice::message_gone) ==
        "mail.plant.example:10993 has no such message");
  CHECK(shown(Category::rejected, Stage::fetch, Advice::message_gone, "Some were expunged") ==
        "mail.plant.example:10993 has no such message: Some were expunged");
  CHECK(shown(Category::rejected, Stage::mailbox, Advice::message_gone, "number 4, there are 3") ==
        "mail.plant.example:10993 has no such message: number 4, there are 3");
  CHECK(shown(Category::policy, Stage::mailbox, Advice::opened_read_only) == "the mailbox was opened read-only");
  CHECK(shown(Category::closed, Stage::idle, Advice::none, "Autologout; idle for too long") ==
        "mail.plant.example:10993 ended the connection when waiting for news: \"Autologout; idle for too long\"");
  CHECK(shown(Category::closed, Stage::fetch, Advice::hung_up) ==
        "this program ended the connection to mail.plant.example:10993 when messages were read");
  CHECK(shown(Category::closed, Stage::connect, Advice::open_mailbox_first) == "no mailbox is open");
  CHECK(shown(Category::input, Stage::connect, Advice::open_mailbox_first) == "no mailbox is open");
  CHECK(shown(Category::closed, Stage::fetch, Advice::request_under_way) == "the request is not completed yet");
  CHECK(shown(Category::unsupported, Stage::spec, Advice::service_not_linked) ==
        "this program does not speak that protocol");
  CHECK(shown(Category::input, Stage::mailbox, Advice::fix_argument) == "the request cannot be sent");
  CHECK(shown(Category::input, Stage::fetch, Advice::one_message) == "the request cannot be sent");
  CHECK(shown(Category::io, Stage::fetch, Advice::check_sink) == "a file or stream could not be written");
  CHECK(shown(Category::io, Stage::data, Advice::check_source) == "a file or stream could not be read");
  CHECK(shown(Category::timeout, Stage::fetch, Advice::none) ==
        "mail.plant.example:10993 was silent for too long when messages were read");
  CHECK(shown(Category::timeout, Stage::mailbox, Advice::none) ==
        "mail.plant.example:10993 was silent for too long when it was asked about a mailbox");
  CHECK(shown(Category::protocol, Stage::fetch, Advice::answer_incomplete) ==
        "mail.plant.example:10993 broke the protocol when messages were read");
}
