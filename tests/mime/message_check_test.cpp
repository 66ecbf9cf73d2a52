#include <mailmote/mime/message_check.hpp>

#include "writing.hpp"

using namespace writing;

using mime::check;
using mime::MessageFault;
using Field = MessageFault::Field;
using Reason = mime::Address::Reason;

namespace {

void refused(const Message& m, Field field, unsigned offset, Reason reason = Reason::none) {
  const MessageFault f = check(m);
  CHECK(int(f.field) == int(field));
  CHECK(int(f.address) == int(reason));
  CHECK(f.offset == offset);
  Writer writer(m, settings());
  Io last = Io::want_read;
  CHECK(read_all(writer, 100, &last).empty());
  CHECK(last == Io::failed);
  CHECK(!writer.size());
  CHECK(!writer.rewind());
}

}  // namespace

TEST_CASE("a message that must not be sent") {
  CHECK(!check(alert()));
  Message m = alert();
  SUBCASE("no sender") {
    m.from = "  ";
    refused(m, Field::from, 0, Reason::missing);
  }
  SUBCASE("two senders") {
    m.from = "a@b, X <c@d>";
    refused(m, Field::from, 8, Reason::trailing_text);
    m.from = "a@b, ";
    refused(m, Field::from, 5, Reason::empty);
  }
  SUBCASE("no recipient") {
    m.to = {};
    refused(m, Field::to, 0, Reason::missing);
    m.bcc = "a@b";
    CHECK(!check(m));
  }
  SUBCASE("addresses") {
    m.from = "pump3";
    refused(m, Field::from, 0, Reason::no_at);
    m = alert();
    m.to = "a@b, zoë@c";
    refused(m, Field::to, 7, Reason::not_ascii);
    m = alert();
    m.cc = "a@b\r\nBcc: c@d";
    refused(m, Field::cc, 3, Reason::control_octet);
    m = alert();
    m.bcc = "a@b,";
    refused(m, Field::bcc, 4, Reason::empty);
    m = alert();
    m.reply_to = "team: a@b;";
    refused(m, Field::reply_to, 4, Reason::group);
  }
  SUBCASE("line ends and NUL in a header") {
    TextSource content("x");
    for (const char c : {'\r', '\n', '\0'}) {
      const std::string bad = std::string("ab") + c + "Bcc: x@y";
      m = alert();
      m.subject = bad;
      refused(m, Field::subject, 2);
      m = alert();
      m.message_id = bad;
      refused(m, Field::message_id, 2);
      m = alert();
      m.attachment = {bad, "text/plain", &content};
      refused(m, Field::attachment_name, 2);
      m.attachment = {"a", bad, &content};
      refused(m, Field::attachment_type, 2);
    }
  }
  SUBCASE("NUL in the text") {
    m.text = std::string_view("ab\0c", 4);
    refused(m, Field::text, 2);
  }
  SUBCASE("Message-ID") {
    for (const auto& [id, offset] : std::vector<std::pair<std::string, unsigned>>{
             {"a", 1}, {"@b", 0}, {"a@", 2}, {"a@b@c", 3}, {"<a@b>", 0}, {"a b@c", 1}, {"ë@b", 0}}) {
      m.message_id = id;
      refused(m, Field::message_id, offset);
    }
  }
  SUBCASE("attachment type") {
    TextSource content("x");
    for (const auto& [type, offset] : std::vector<std::pair<std::string, unsigned>>{{"", 0},
                                                                                    {"text", 4},
                                                                                    {"text/", 5},
                                                                                    {"/plain", 0},
                                                                                    {"text/plain; x=y", 10},
                                                                                    {"a/b/c", 3},
                                                                                    {"Multipart/mixed", 0},
                                                                                    {"message/rfc822", 0}}) {
      m.attachment = {"a", type, &content};
      refused(m, Field::attachment_type, offset);
      m.attachment.content = nullptr;
      CHECK(!check(m));
    }
  }
  SUBCASE("limits, at N and N + 1") {
    TextSource content("x");
    const std::string octet(1000, 'x');
    const std::string_view x = octet;
    m.subject = x.substr(0, mime::max_subject);
    check_form(written(m, settings()));
    m.subject = x.substr(0, mime::max_subject + 1);
    refused(m, Field::subject, mime::max_subject);
    m = alert();
    m.attachment = {x.substr(0, mime::max_attachment_name), "text/plain", &content};
    CHECK(!check(m));
    m.attachment.name = x.substr(0, mime::max_attachment_name + 1);
    refused(m, Field::attachment_name, mime::max_attachment_name);
    m.attachment.name = {};
    const std::string type = "text/" + octet;
    m.attachment.type = std::string_view(type).substr(0, mime::max_attachment_type);
    CHECK(!check(m));
    m.attachment.type = std::string_view(type).substr(0, mime::max_attachment_type + 1);
    refused(m, Field::attachment_type, mime::max_attachment_type);
    m = alert();
    const std::string id = "a@" + octet;
    m.message_id = std::string_view(id).substr(0, mime::max_message_id);
    check_form(written(m, settings()));
    m.message_id = std::string_view(id).substr(0, mime::max_message_id + 1);
    refused(m, Field::message_id, mime::max_message_id);
  }
}

TEST_CASE("what a mail answers, of other programs' ids") {
  Message m = alert();
  for (const auto& [ids, offset] : std::vector<std::pair<std::string, unsigned>>{{"a", 1},
                                                                                 {"<a@b", 4},
                                                                                 {"<>", 1},
                                                                                 {"a@b>", 3},
                                                                                 {"<a@b>c@d", 5},
                                                                                 {"@b", 2},
                                                                                 {"x@y a@", 6},
                                                                                 {"a@b, c@d", 3},
                                                                                 {"  ", 2},
                                                                                 {"<a@b c>", 4},
                                                                                 {"\"a b\"@c", 2},
                                                                                 {"ë@b", 0},
                                                                                 {"a@b\r\n c@d", 3}}) {
    const std::string& list = ids;  // clang 14 captures no structured binding
    INFO(list);
    m = alert();
    m.in_reply_to = ids;
    refused(m, Field::in_reply_to, offset);
    m = alert();
    m.references = ids;
    refused(m, Field::references, offset);
  }
  m = alert();
  m.in_reply_to = "<!a:b,@[x]> \t<a@b@c> d@e";
  CHECK(!check(m));
  const std::string longest = std::string(mime::max_reference - 2, 'a') + "@b";
  m.references = longest;
  check_form(written(m, settings()));
  const std::string longer = "a" + longest;
  m.references = longer;
  refused(m, Field::references, mime::max_reference);
  std::string all;
  while (all.size() < mime::max_references) all += "abcde@f ";
  m.references = all;
  CHECK(!check(m));
  all += ' ';
  m.references = all;
  refused(m, Field::references, mime::max_references);
  CHECK(check(m).too_long);
}

TEST_CASE("headers of the user's own") {
  Header headers[] = {{"X-Fine", "fine"}, {}};
  Message m = alert();
  m.headers = headers;
  const auto refused_header = [&](std::string_view name, std::string_view value, Field field, unsigned offset) {
    INFO(std::string(name));
    headers[1] = {name, value};
    refused(m, field, offset);
    CHECK(check(m).number == 2);
  };
  for (const char* const own : {"Date",
                                "FROM",
                                "reply-to",
                                "To",
                                "Cc",
                                "Bcc",
                                "bcc",
                                "Subject",
                                "Message-Id",
                                "In-Reply-To",
                                "References",
                                "Importance",
                                "X-Priority",
                                "Priority",
                                "Auto-Submitted",
                                "X-Auto-Response-Suppress",
                                "MIME-Version",
                                "Content-Type",
                                "content-transfer-encoding",
                                "Content-",
                                "Content-X"})
    refused_header(own, "x", Field::header_name, 0);
  refused_header("", "x", Field::header_name, 0);
  refused_header("a:", "x", Field::header_name, 1);
  refused_header("a b", "x", Field::header_name, 1);
  refused_header("a\r\nb", "x", Field::header_name, 1);
  refused_header(std::string_view("a\0", 2), "x", Field::header_name, 1);
  refused_header("größe", "x", Field::header_name, 2);
  refused_header("X-A", "a\nBcc: x@y", Field::header_value, 1);
  refused_header("X-A", "a\r", Field::header_value, 1);
  refused_header("X-A", std::string_view("\0", 1), Field::header_value, 0);
  const std::string x(1000, 'x');
  refused_header(std::string_view(x).substr(0, mime::max_header_name + 1), "", Field::header_name,
                 mime::max_header_name);
  CHECK(check(m).too_long);
  refused_header("X-A", std::string_view(x).substr(0, mime::max_header_value + 1), Field::header_value,
                 mime::max_header_value);
  CHECK(check(m).too_long);
  for (const char* const name : {"Dat", "Dates", "X-From", "Conten", "Sender", "List-Id"}) {
    headers[1] = {name, "x"};
    CHECK(!check(m));
  }
  const std::vector<Header> many(mime::max_parts + 1, {"X", "y"});
  m.headers = many;
  refused(m, Field::header_name, 0);
  CHECK(check(m).too_long);
  m.headers = m.headers.first(mime::max_parts);
  CHECK(!check(m));
}

TEST_CASE("inline parts and attachments, each with its number") {
  TextSource content("x");
  Attachment parts[] = {{"a", "image/png", &content, "a"}, {"b", "image/png", &content, "b@c"}};
  Message m = alert();
  SUBCASE("inline parts need an html") {
    m.related = parts;
    refused(m, Field::html, 0, Reason::missing);
    m.html = "<img src='cid:a'>";
    CHECK(!check(m));
  }
  SUBCASE("an inline part") {
    m.html = "x";
    m.related = parts;
    const auto refused_part = [&](Field field, unsigned offset) {
      refused(m, field, offset);
      CHECK(check(m).number == 2);
    };
    for (const auto& [id, offset] : std::vector<std::pair<std::string, unsigned>>{
             {"", 0}, {"<a>", 0}, {"a b", 1}, {"a\r", 1}, {"@", 0}, {"a@", 2}, {"a@b@c", 3}, {"ë", 0}}) {
      parts[1].content_id = id;
      refused_part(Field::related_content_id, offset);
    }
    const std::string x(300, 'x');
    parts[1].content_id = std::string_view(x).substr(0, mime::max_content_id);
    CHECK(!check(m));
    parts[1].content_id = std::string_view(x).substr(0, mime::max_content_id + 1);
    refused_part(Field::related_content_id, mime::max_content_id);
    parts[1] = {"b\n", "image/png", &content, "b"};
    refused_part(Field::related_name, 1);
    parts[1] = {"b", "image", &content, "b"};
    refused_part(Field::related_type, 5);
    parts[1] = {"b", "image/png", nullptr, "b"};
    refused_part(Field::related_content, 0);
  }
  SUBCASE("an attachment") {
    m.attachments = parts;
    parts[1].content_id = {};
    CHECK(!check(m));
    parts[1].content_id = "<a>";
    refused(m, Field::attachment_content_id, 0);
    CHECK(check(m).number == 2);
    m.attachment = {"c", "text/plain", &content};
    CHECK(check(m).number == 3);
    parts[1] = {};
    refused(m, Field::attachment_content, 0);
  }
  SUBCASE("quoted-printable is for text") {
    parts[0] = {"a", "Text/csv", &content, {}, Attachment::Encoding::quoted_printable};
    m.attachments = parts;
    CHECK(!check(m));
    parts[0].type = "application/json";
    refused(m, Field::attachment_type, 0);
  }
}

TEST_CASE("a NUL in the html, a line end in the incident, a long incident") {
  Message m = alert();
  m.html = std::string_view("a\0", 2);
  refused(m, Field::html, 1);
  m = alert();
  m.incident = "a\n";
  refused(m, Field::incident, 1);
  const std::string x(100, 'x');
  m.incident = std::string_view(x).substr(0, mime::max_incident);
  CHECK(!check(m));
  m.incident = std::string_view(x).substr(0, mime::max_incident + 1);
  refused(m, Field::incident, mime::max_incident);
  CHECK(check(m).too_long);
}

TEST_CASE("fields by their names") {
  CHECK(mime::name(Field::none).empty());
  const char* const names[] = {"from",
                               "to",
                               "cc",
                               "bcc",
                               "reply_to",
                               "subject",
                               "text",
                               "attachment.name",
                               "attachment.type",
                               "attachment.content",
                               "attachment.content_id",
                               "message_id",
                               "html",
                               "related.name",
                               "related.type",
                               "related.content",
                               "related.content_id",
                               "in_reply_to",
                               "references",
                               "headers.name",
                               "headers.value",
                               "incident"};
  int field = 0;
  for (const char* const name : names) CHECK(mime::name(static_cast<Field>(++field)) == name);
  CHECK(Field::message_id == static_cast<Field>(12));
  CHECK(Field::incident == static_cast<Field>(field));
}
