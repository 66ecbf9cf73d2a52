// What a mailer refuses before it connects, and how little memory it needs.
#include <mailmote/mailer.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "sending.hpp"

using namespace mailmote;
using namespace sending;

namespace {

// Refused, and no connection was even tried.
Outcome refused(Plan plan) {
  plan.cut_short = true;
  const Outcome o = send(plan);
  CHECK(o.calls.empty());
  CHECK(o.notices == "");
  CHECK(o.sent == "");
  return o;
}

Outcome refused_spec(const std::string& spec) { return refused({.spec = spec}); }

Message good_message() {
  Message m;
  m.from = "pump3@plant.example";
  m.to = "ops@plant.example";
  return m;
}

// `change` is all that is wrong with it.
template <class Change>
Outcome refused_message(Change change) {
  Message m = good_message();
  change(m);
  return refused({.message = &m});
}

// One more or one less, and what becomes of a mail then.
std::string with_room(std::size_t Memory::*part, std::size_t n) {
  Plan plan{.script = one_mail, .cut_short = true};
  plan.memory.*part = n;
  return send(plan).result;
}

// What would be gone before the mail is sent does not compile; what stays does.
template <class Spec, class Letter>
concept Sends = requires(Mailer m, Spec&& spec, const Login& login, Letter&& letter) {
  m.send(std::forward<Spec>(spec), login, std::forward<Letter>(letter));
};
template <class Spec, class Letter>
concept Starts = requires(Mailer m, Spec&& spec, const Login& login, Letter&& letter) {
  m.start(std::forward<Spec>(spec), login, std::forward<Letter>(letter));
};
template <class Spec>
concept Opens = requires(Mailer m, Spec&& spec, const Login& login) {
  m.open(std::forward<Spec>(spec), login);
};
template <class Spec>
concept StartsOpen = requires(Mailer m, Spec&& spec, const Login& login) {
  m.start_open(std::forward<Spec>(spec), login);
};
template <class Letter>
concept StartsSend = requires(Mailer m, Letter&& letter) {
  m.start_send(std::forward<Letter>(letter));
};

static_assert(!Sends<std::string, Message&> && !Sends<std::string, Envelope&>);
static_assert(!Starts<std::string, Message&> && !Starts<std::string, Envelope&>);
static_assert(!Opens<std::string> && !StartsOpen<std::string>);
static_assert(!Starts<std::string_view, Message> && !Starts<const char*, Message> && !StartsSend<Message>);
static_assert(!Starts<std::string_view, const Message> && !StartsSend<const Message>);

static_assert(Sends<std::string_view, Message&> && Sends<const char (&)[5], Envelope&> && Sends<const char*, Message>);
static_assert(Starts<std::string_view, Message&> && Starts<const char*, Envelope&>);
static_assert(Sends<std::string&, Message&> && Starts<const std::string&, Message&>);
static_assert(Opens<std::string_view> && StartsOpen<const char (&)[5]>);
static_assert(StartsSend<Message&> && StartsSend<const Message&>);

static_assert(!std::is_convertible_v<MailerStorage<1024>, MailerMemory>);
static_assert(std::is_convertible_v<MailerStorage<1024>&, MailerMemory>);

}  // namespace

TEST_CASE("a specification that cannot be read tells where") {
  const Outcome o = refused_spec("{mx.example.org/smtp/sssl}");
  CHECK(o.result == "input spec fix_spec after_fix 64");
  CHECK(o.error.offset == 21);
  CHECK(o.error.spec_reason == SpecReason::unknown_switch);
  CHECK(o.words.empty());
  CHECK(refused_spec("mx.example.org").result == "input spec fix_spec after_fix 64");
  CHECK(refused_spec("").result == "input spec fix_spec after_fix 64");
  CHECK(refused_spec("{mx.example.org:99999/smtp}").error.offset == 16);
  CHECK(refused_spec("{mx.example.org/ssl/tls}").result == "input spec fix_spec after_fix 64");
  CHECK(refused_spec("{mx.example.org\r\n/smtp}").result == "input spec fix_spec after_fix 64");
}

TEST_CASE("a specification that sends no mail is refused") {
  for (const char* flags : {"/imap", "/pop3", "/nntp", "/smtp/anonymous", "/smtp/readonly", "/submit/anonymous"})
    CHECK(refused_spec("{mx.example.org" + std::string(flags) + "}").result ==
          "input spec not_a_mail_service after_fix 64");
}

TEST_CASE("a port that starts with TLS is refused without /ssl") {
  for (const char* rest : {":465/smtp", ":465/submit/tls", ":465/smtp/notls", ":993/smtp"})
    CHECK(refused_spec("{mx.example.org" + std::string(rest) + "}").result ==
          "input spec add_ssl_for_port after_fix 64");
}

TEST_CASE("a login without a secret is refused") {
  constexpr const char* result = "input auth no_password after_fix 65";
  CHECK(refused({.login = Login("pump3", "")}).result == result);
  CHECK(refused({.login = Login("pump3", static_cast<const char*>(nullptr))}).result == result);
  CHECK(refused({.login = Login::bearer("pump3", "")}).result == result);
  CHECK(refused({.spec = "{mx.example.org/smtp/user=pump3}"}).result == result);
  CHECK(refused({.spec = "{mx.example.org/smtp/authuser=pump3}"}).result == result);
}

TEST_CASE("a secret that is nobody's is refused") {
  constexpr const char* result = "input auth no_user after_fix 65";
  CHECK(refused({.login = Login("", "sesame")}).result == result);
  CHECK(refused({.login = Login::bearer("", "token")}).result == result);
  CHECK(refused({.spec = "{mx.example.org/submit/tls}", .login = Login::bearer("", "token")}).result == result);
}

TEST_CASE("an envelope with anything but addresses in it is refused") {
  constexpr const char* bad_address = "input envelope fix_address after_fix 65";
  const auto from = [](const std::string& text) { return refused({.from = text}); };
  const auto to = [](const std::string& text) { return refused({.to = text}); };
  CHECK(to("").result == "input envelope no_recipient after_fix 65");
  CHECK(to("  ").result == "input envelope no_recipient after_fix 65");
  CHECK(from("pump3").result == bad_address);
  CHECK(from(" ").result == bad_address);
  CHECK(from("a@x.example\r\nRCPT TO:<b@x.example>").result == bad_address);
  CHECK(from("a@x.example, b@x.example").result == bad_address);
  CHECK(from("a@x.example,\r\nb@x.example").result == bad_address);
  CHECK(to("a@x.example\r\nDATA").result == bad_address);
  CHECK(to("a@x.example\nDATA").result == bad_address);
  CHECK(to(std::string("a@x.example\0", 12)).result == bad_address);
  CHECK(to("a@x.example> SIZE=1 <").result == bad_address);
  CHECK(to("a@x.example, b").result == bad_address);
  CHECK(to("zo\xC3\xAB@x.example").result == "input envelope ascii_address after_fix 65");
  CHECK(from("zo\xC3\xAB@x.example").result == "input envelope ascii_address after_fix 65");

  const Outcome o = to("a@x.example, b@");
  CHECK(o.words == "to, number 2");
  CHECK(o.error.offset == 15);
  CHECK(from("a").words == "from");
}

TEST_CASE("an envelope without a text is refused") {
  script::Network network(one_mail);
  Memory memory;
  Mailer mailer(network, memory.spans());
  const Envelope no_text{"pump3@plant.example", "ops@plant.example"};
  CHECK_FALSE(mailer.send("{mx.example.org/smtp/notls}", {}, no_text));
  CHECK(told(mailer.error()) == "input data check_source after_fix 65");
  CHECK(network.calls.empty());
}

TEST_CASE("a message with a line end where none belongs is refused, whatever the field") {
  constexpr std::string_view Message::*addresses[] = {&Message::from, &Message::to, &Message::cc, &Message::bcc,
                                                      &Message::reply_to};
  for (const std::string_view end :
       {std::string_view("\r"), std::string_view("\n"), std::string_view("\r\n"), std::string_view("\0", 1)}) {
    const std::string address = "a@x.example" + std::string(end) + "Bcc: b@x.example";
    const std::string value = "left" + std::string(end) + "@right";
    TextSource content("x");
    for (const auto field : addresses)
      CHECK(refused_message([&](Message& m) { m.*field = address; }).result ==
            "input envelope fix_address after_fix 65");
    CHECK(refused_message([&](Message& m) { m.subject = value; }).result ==
          "input envelope fix_header_value after_fix 65");
    CHECK(refused_message([&](Message& m) { m.message_id = value; }).result ==
          "input envelope fix_message_id after_fix 65");
    CHECK(refused_message([&](Message& m) {
            m.attachment = {value, "text/plain", &content};
          }).words == "attachment.name, number 1");
    CHECK(refused_message([&](Message& m) {
            m.attachment = {"log", value, &content};
          }).words == "attachment.type, number 1");
  }
}

TEST_CASE("what is wrong with a field is said of that field") {
  const auto result = [](auto change) {
    const Outcome o = refused_message(change);
    return o.words + ": " + o.result;
  };
  CHECK(result([](Message& m) { m.text = std::string_view("a\0b", 3); }) ==
        "text: input envelope text_holds_nul after_fix 65");
  const std::string longest(mime::max_subject, 's'), too_long = longest + "s";
  CHECK(mime::check(Message{.from = "a@b.c", .to = "a@b.c", .subject = longest}).field ==
        mime::MessageFault::Field::none);
  CHECK(result([&](Message& m) { m.subject = too_long; }) == "subject: input envelope value_too_long after_fix 65");
  CHECK(result([](Message& m) { m.message_id = "<x@y>"; }) == "message_id: input envelope fix_message_id after_fix 65");
  TextSource content("x");
  CHECK(result([&](Message& m) {
          m.attachment = {"log", "no type", &content};
        }) == "attachment.type, number 1: input envelope fix_attachment_type after_fix 65");
}

TEST_CASE("what is wrong with a header, a thread or a part, and what to do about it") {
  const auto result = [](auto change) {
    const Outcome o = refused_message(change);
    return o.words + ": " + o.result;
  };
  TextSource content("x");
  Header header{"Subject", "x"};
  Attachment part{"a", "image/png", &content, "a b"};
  const auto with_header = [&](Message& m) { m.headers = {&header, 1}; };
  const auto with_part = [&](Message& m) {
    m.html = "x";
    m.related = {&part, 1};
  };
  CHECK(result(with_header) == "headers.name, number 1: input envelope fix_header_name after_fix 65");
  header = {"X-A", "b\nBcc: c@d"};
  CHECK(result(with_header) == "headers.value, number 1: input envelope fix_header_value after_fix 65");
  CHECK(result(with_part) == "related.content_id, number 1: input envelope fix_inline_part after_fix 65");
  part = {"a", "image", &content, "a"};
  CHECK(result(with_part) == "related.type, number 1: input envelope fix_attachment_type after_fix 65");
  part = {"a", "image/png", nullptr, "a"};
  CHECK(result(with_part) == "related.content, number 1: input envelope check_source after_fix 65");
  CHECK(result([&](Message& m) { m.related = {&part, 1}; }) == "html: input envelope fix_inline_part after_fix 65");
  CHECK(result([](Message& m) { m.html = std::string_view("\0", 1); }) ==
        "html: input envelope text_holds_nul after_fix 65");
  CHECK(result([](Message& m) { m.in_reply_to = "a"; }) == "in_reply_to: input envelope fix_reference after_fix 65");
  CHECK(result([](Message& m) { m.references = "<a@b"; }) == "references: input envelope fix_reference after_fix 65");
  const std::string long_incident(mime::max_incident + 1, 'x');
  CHECK(result([&](Message& m) { m.incident = long_incident; }) ==
        "incident: input envelope value_too_long after_fix 65");
}

TEST_CASE("a message needs a sender, a recipient, and addresses in ASCII") {
  CHECK(refused_message([](Message& m) { m.from = ""; }).result == "input envelope no_sender after_fix 65");
  CHECK(refused_message([](Message& m) { m.to = ""; }).result == "input envelope no_recipient after_fix 65");
  const Outcome o = refused_message([](Message& m) { m.to = "Zo\xC3\xAB <zo\xC3\xAB@x.example>"; });
  CHECK(o.result == "input envelope ascii_address after_fix 65");
  CHECK(o.words == "to, number 1");
}

TEST_CASE("of several things the one at fault is told by its number") {
  const auto words = [](auto change) { return refused_message(change).words; };
  CHECK(words([](Message& m) { m.to = "a@x.example, B <b@x.example>, c@"; }) == "to, number 3");
  CHECK(words([](Message& m) { m.cc = "a@x.example,, c@x.example"; }) == "cc, number 2");
  CHECK(words([](Message& m) { m.bcc = "a@x.example; b@x.example"; }) == "bcc, number 1");
  CHECK(words([](Message& m) { m.reply_to = "a@x.example, b"; }) == "reply_to, number 2");
  CHECK(words([](Message& m) { m.from = "a@x.example, b@x.example"; }) == "from");
  CHECK(words([](Message& m) { m.to = ""; }) == "to");
  TextSource content("x");
  const Attachment parts[] = {{"a", "text/plain", &content}, {"b\n", "text/plain", &content}};
  CHECK(words([&](Message& m) { m.attachments = parts; }) == "attachment.name, number 2");
  CHECK(words([&](Message& m) {
          m.attachment = {"log", "text/plain", &content};
          m.attachments = parts;
        }) == "attachment.name, number 3");
  const Header headers[] = {{"X-A", "a"}, {"X-B", "b"}, {"X C", "c"}};
  CHECK(words([&](Message& m) { m.headers = headers; }) == "headers.name, number 3");
  const std::vector<Header> many(mime::max_parts + 1, {"X-A", "a"});
  CHECK(words([&](Message& m) { m.headers = many; }) == "headers.name, number 65535");
}

TEST_CASE("a mail has no more recipients than there is room for their results") {
  const std::string two = "ops@plant.example, zoe@plant.example";
  CHECK(refused({.to = two, .memory = Memory(1)}).result == "limit envelope too_many_recipients after_fix 69");
  CHECK(refused({.to = two, .memory = Memory(1)}).words == "2 or more recipients, room for 1");
  CHECK(refused({.memory = Memory(0)}).result == "limit envelope too_many_recipients after_fix 69");
  Message m = good_message();
  m.bcc = "zoe@plant.example";
  CHECK(refused({.message = &m, .memory = Memory(1)}).result == "limit envelope too_many_recipients after_fix 69");
  // Named twice is one.
  const Outcome o = send(
      {.script = one_mail, .to = "ops@plant.example, Ops <ops@plant.example>, ops@plant.example", .memory = Memory(1)});
  CHECK(o.result == "ok");
  CHECK(o.deliveries == "ops@plant.example 250 taken");
}

TEST_CASE("a name for EHLO that could not be sent is refused") {
  for (const std::string_view name : {"pump\r\nRSET", "pump 3", "p\xC3\xBCmp"}) {
    const Outcome o = send({.script = "S: 220 ready\n", .options = {.helo = name}});
    CHECK(o.result == "input capability fix_header_value after_fix 65");
    CHECK(o.sent == "");
  }
}

TEST_CASE("one octet too few is told before anything happens") {
  constexpr const char* too_small = "limit envelope buffer_too_small after_fix 69";
  CHECK(with_room(&Memory::rx, 64) == "ok");
  CHECK(with_room(&Memory::rx, 63) == too_small);
  CHECK(with_room(&Memory::scratch, 64) == "ok");
  CHECK(with_room(&Memory::scratch, 63) == too_small);
  CHECK(with_room(&Memory::words, 128) == "ok");
  CHECK(with_room(&Memory::words, 127) == too_small);
  CHECK(with_room(&Memory::tx, 64) == "ok");
  CHECK(with_room(&Memory::tx, 63) == too_small);
}

TEST_CASE("a command that the transmit buffer can never hold is told, and the text does not go out") {
  const std::string address(64, 'a');
  Plan plan{.script = plain_hello + "C: MAIL FROM:<" + address + "@x.example>\nS: 250 ok\n",
            .from = address + "@x.example",
            .to = address + "@wxyz.example"};
  plan.memory.tx = 11 + 64 + 10 + 3;
  CHECK(send(plan).result == "limit envelope buffer_too_small after_fix 69");
  --plan.memory.tx;
  plan.script = plain_hello;
  CHECK(send(plan).result == "limit envelope buffer_too_small after_fix 69");
}

TEST_CASE("MailerStorage<1024> holds the longest legal addresses") {
  std::string domain;
  for (int label = 0; label < 3; ++label) domain += std::string(63, 'd') + ".";
  domain += std::string(63, 'd');
  REQUIRE(domain.size() == 255);
  const std::string from = std::string(64, 'f') + "@" + domain, to = std::string(64, 't') + "@" + domain;
  const std::string helo(255, 'h');
  script::Network network("S: 220 ready\nC: EHLO " + helo +
                          "\nS: 250-mx\nS: 250-SIZE\nS: 250-8BITMIME\nS: 250 PIPELINING\nC: MAIL FROM:<" + from +
                          "> SIZE=4 BODY=8BITMIME\nC: RCPT TO:<" + to + ">\nC: RCPT TO:<x" + to.substr(1) +
                          ">\nC: DATA\nS: 250 ok\nS: 250 ok\nS: 250 ok\nS: 354 go\n" + hi + taken_and_bye);
  MailerStorage<1024> memory;
  Mailer mailer(network, memory, {.helo = helo});
  TextSource content("Hi.\n");
  CHECK(mailer.send("{mx.example.org/smtp/notls}", {}, Envelope{from, to + ",x" + to.substr(1), &content, true}));
  CHECK(network.wrong() == "");
  CHECK(network.done());
}

TEST_CASE("a session and its buffers fit in 2 KB") {
  CHECK(sizeof(smtp::Session) + 1024 <= 2048);
  CHECK(sizeof(MailerStorage<1024>) == 1024 + 8 * sizeof(Delivery));
}
