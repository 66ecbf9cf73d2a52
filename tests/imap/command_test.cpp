#include <mailmote/imap/command.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

using namespace mailmote;
using namespace mailmote::imap;

namespace {

// What a command of arguments puts: its octets, "|" where a gate stands; "!" if it was refused.
template <class Put>
std::string written(Put put, std::size_t size = 8192) {
  const std::unique_ptr<char[]> storage(new char[size]);
  Outbox out({storage.get(), size});
  out.begin();
  put(out);
  const bool refused = out.is_spoiled();
  if (!out.commit()) {
    CHECK(out.empty());
    return refused ? "!" : "(no room)";
  }
  CHECK_FALSE(refused);
  std::string text;
  while (!out.empty()) {
    text += out.ready();
    out.sent(out.ready().size());
    if (out.open_gate()) text += "|";
  }
  return text;
}

std::string astring(std::string_view text, std::uint8_t forms = 0) {
  return written([&](Outbox& out) { put_astring(out, text, forms); });
}

std::string mailbox(std::string_view name, std::uint8_t forms = 0) {
  return written([&](Outbox& out) { put_mailbox(out, name, forms); });
}

std::string set(const MessageSet& messages) {
  return written([&](Outbox& out) { put_set(out, messages); });
}

std::string flag_list(const Flags& flags) {
  return written([&](Outbox& out) { put_flags(out, flags); });
}

std::string fetch(const FetchItems& items, std::uint8_t forms = 0) {
  return written([&](Outbox& out) { put_fetch_items(out, items, forms); });
}

std::string section(const Section& section) {
  FetchItems items;
  items.section = section;
  items.section.wanted = true;
  return fetch(items);
}

Section part(std::string_view text, SectionKind kind = SectionKind::whole) {
  Section s;
  s.part = text;
  s.kind = kind;
  return s;
}

}  // namespace

TEST_CASE("a text is an atom, quoted, or a literal, by what it holds") {
  CHECK(astring("joe") == "joe");
  CHECK(astring("a.b-c_d+e@f/g=h&i,j;k:l'm!n#o$p?q^r`s|t}u~v<w>x[y") ==
        "a.b-c_d+e@f/g=h&i,j;k:l'm!n#o$p?q^r`s|t}u~v<w>x[y");
  CHECK(astring("") == "\"\"");
  CHECK(astring("a b") == "\"a b\"");
  CHECK(astring("\"") == R"("\"")");
  CHECK(astring("a\\b\"c") == R"("a\\b\"c")");
  for (const char c : std::string("(){%*]\x01\t\x7f")) CHECK(astring({&c, 1}) == std::string("\"") + c + "\"");
  CHECK(astring("a\rb") == "{3}\r\n|a\rb");
  CHECK(astring("\n") == "{1}\r\n|\n");
  CHECK(astring("\xc3\xa4\"") == "{3}\r\n|\xc3\xa4\"");
  CHECK(astring("\xff") == "{1}\r\n|\xff");
}

TEST_CASE("NIL is a text, too") {
  CHECK(astring("NIL") == "\"NIL\"");
  CHECK(astring("nIl") == "\"nIl\"");
  CHECK(astring("NILE") == "NILE");
  CHECK(mailbox("NIL") == "\"NIL\"");
}

TEST_CASE("no octet breaks out of a text") {
  for (int i = 1; i < 256; ++i) {
    const std::string text = "x" + std::string(1, static_cast<char>(i)) + "\r\nA2 LOGOUT\r\n";
    CHECK(astring(text) == "{" + std::to_string(text.size()) + "}\r\n|" + text);
  }
}

TEST_CASE("NUL is not carried, wherever it stands") {
  for (const std::string_view text : {std::string_view("\0", 1), {"a\0", 2}, {"\0\xc3\xa4\r\n", 5}, {"a b\0\"", 5}}) {
    CHECK(astring(text) == "!");
    CHECK(astring(text, literal_plus | always_quoted) == "!");
    CHECK(mailbox(text) == "!");
  }
}

TEST_CASE("where strings are always quoted") {
  CHECK(astring("joe", always_quoted) == "\"joe\"");
  CHECK(astring("", always_quoted) == "\"\"");
  CHECK(astring("a\"b", always_quoted) == R"("a\"b")");
  CHECK(astring("\xc3\xa4", always_quoted) == "{2}\r\n|\xc3\xa4");
}

TEST_CASE("literals that the server takes at once (RFC 7888)") {
  CHECK(astring("a\nb", literal_plus) == "{3+}\r\na\nb");
  CHECK(astring("a\nb", literal_minus) == "{3+}\r\na\nb");
  for (const std::size_t n : {std::size_t{4095}, std::size_t{4096}, std::size_t{4097}}) {
    const std::string text(n, '\xe4'), size = std::to_string(n);
    CHECK(astring(text, literal_plus) == "{" + size + "+}\r\n" + text);
    CHECK(astring(text, literal_minus) == (n <= 4096 ? "{" + size + "+}\r\n" : "{" + size + "}\r\n|") + text);
    CHECK(astring(text) == "{" + size + "}\r\n|" + text);
  }
}

TEST_CASE("whole in exactly enough room, and not at all in one octet less") {
  const auto put = [](Outbox& out) {
    put_astring(out, "a b", 0);
    out.put(' ');
    put_astring(out, "\xc3\xa4", 0);
    out.put(' ');
    put_mailbox(out, "\u00e4 \u00f6", 0);
    out.put(' ');
    put_set(out, MessageSet(Range{1, Range::star}));
    out.put(' ');
    FetchItems items;
    items.uid = true;
    items.section = part("1.2", SectionKind::mime);
    items.section.wanted = true;
    put_fetch_items(out, items, 0);
    put_date_time(out, 0);
  };
  const std::string all =
      "\"a b\" {2}\r\n|\xc3\xa4 \"&AOQ- &APY-\" 1:* (UID BODY.PEEK[1.2.MIME])\"01-Jan-1970 00:00:00 +0000\"";
  CHECK(written(put) == all);
  for (std::size_t n = 0; n < all.size() - 1; ++n) CHECK(written(put, n) == "(no room)");
  CHECK(written(put, all.size() - 1) == all);  // the gate is no octet
}

TEST_CASE("a secret is hidden, its length too, and wiped") {
  for (const char* secret : {"sesame", "open sesame", "s\xc3\xa4same"}) {
    char storage[64] = {};
    Outbox out(storage);
    out.begin();
    out.put("A1 LOGIN joe ");
    put_secret_astring(out, secret, literal_plus);
    out.put("\r\n");
    REQUIRE(out.commit());
    CHECK(out.shown().before == 13);
    CHECK(out.shown().hidden == out.ready().size() - 15);
    out.sent(out.ready().size());
    CHECK(std::string_view(storage, sizeof storage).find("same") == std::string_view::npos);
  }
}

TEST_CASE("user and password behind gates are hidden, both") {
  char storage[64] = {};
  Outbox out(storage);
  out.begin();
  out.put("A1 LOGIN ");
  put_secret_astring(out, "j\xc3\xb6", 0);
  out.put(' ');
  put_secret_astring(out, "p\nw", 0);
  out.put("\r\n");
  REQUIRE(out.commit());
  std::string shown;
  std::size_t hidden = 0;
  while (!out.empty()) {
    const Outbox::Shown s = out.shown();
    shown += out.ready().substr(0, s.before);
    shown += out.ready().substr(s.before + s.hidden);
    hidden += s.hidden;
    out.sent(out.ready().size());
    out.open_gate();
  }
  CHECK(shown == "A1 LOGIN \r\n");
  CHECK(hidden == std::string_view("{3}\r\nj\xc3\xb6 {3}\r\np\nw").size());
}

TEST_CASE("a secret that cannot be carried is refused, one without room wiped") {
  char storage[16] = {};
  Outbox out(storage);
  out.begin();
  put_secret_astring(out, std::string_view("a\0b", 3), 0);
  CHECK(out.is_spoiled());
  CHECK_FALSE(out.commit());
  out.begin();
  put_secret_astring(out, "sesame", 0);
  put_secret_astring(out, "sesame, open sesame", 0);
  CHECK_FALSE(out.is_spoiled());
  CHECK_FALSE(out.commit());
  CHECK(std::string_view(storage, sizeof storage).find("ses") == std::string_view::npos);
  CHECK(out.shown().hidden == 0);
}

TEST_CASE("mailboxes go in modified UTF-7") {
  CHECK(mailbox("work") == "work");
  CHECK(mailbox("Entw\u00fcrfe") == "Entw&APw-rfe");
  CHECK(mailbox("R&D") == "R&-D");
  CHECK(mailbox("Gel\u00f6schte Elemente") == "\"Gel&APY-schte Elemente\"");
  CHECK(mailbox("a\\b\"\u00e4") == R"("a\\b\"&AOQ-")");
  CHECK(mailbox("[Gmail]/All Mail") == "\"[Gmail]/All Mail\"");
  CHECK(mailbox("") == "\"\"");
  CHECK(mailbox("\U0001f600") == "&2D3eAA-");
  CHECK(mailbox("work", always_quoted) == "\"work\"");
  CHECK(mailbox("\u00e4", always_quoted) == "\"&AOQ-\"");
}

TEST_CASE("INBOX has any case") {
  for (const char* name : {"INBOX", "inbox", "InBox"}) CHECK(mailbox(name) == "INBOX");
  CHECK(mailbox("inbox", always_quoted) == "\"INBOX\"");
  CHECK(mailbox("inbox/a") == "inbox/a");
  CHECK(mailbox("inbo") == "inbo");
}

TEST_CASE("names that no mailbox has are refused") {
  for (const char* name : {"a\r\nA2 LOGOUT\r\n", "a\rb", "a\nb", "\xff", "a\x80", "\xc3", "\xed\xa0\x80"})
    CHECK(mailbox(name) == "!");
}

TEST_CASE("wildcards stay wildcards") {
  const auto pattern = [](std::string_view text) {
    return written([&](Outbox& out) { put_list_pattern(out, text, 0); });
  };
  CHECK(pattern("*") == "\"*\"");
  CHECK(pattern("%") == "\"%\"");
  CHECK(pattern("Entw\u00fcrfe/%") == "\"Entw&APw-rfe/%\"");
  CHECK(pattern("") == "\"\"");
  CHECK(pattern("a\r\n*") == "!");
}

TEST_CASE("sets are written from numbers") {
  CHECK(set(1) == "1");
  CHECK(set(4'294'967'294) == "4294967294");
  CHECK(set(Range{2, 4}) == "2:4");
  CHECK(set(Range{3, 3}) == "3");
  CHECK(set(Range{5, Range::star}) == "5:*");
  CHECK(set(Range{Range::star, 5}) == "*:5");
  CHECK(set(Range{Range::star, Range::star}) == "*");
  const Range ranges[] = {{1, 3}, {7, 7}, {9, Range::star}};
  CHECK(set(MessageSet(ranges)) == "1:3,7,9:*");
  const std::uint32_t uids[] = {1, 2, 3, 7, 9, 10, 11, 12};
  CHECK(set(MessageSet(uids)) == "1:3,7,9:12");
}

TEST_CASE("a set with a 0 in it, or with nothing, is refused") {
  CHECK(set(0) == "!");
  CHECK(set(Range{}) == "!");
  CHECK(set(Range{0, 5}) == "!");
  CHECK(set(Range{5, 0}) == "!");
  CHECK(set(MessageSet(std::span<const Range>())) == "!");
  CHECK(set(MessageSet(std::span<const std::uint32_t>())) == "!");
  const Range ranges[] = {{1, 3}, {0, 7}};
  CHECK(set(MessageSet(ranges)) == "!");
  const std::uint32_t uids[] = {1, 0, 2};
  CHECK(set(MessageSet(uids)) == "!");
  const std::uint32_t last[] = {UINT32_MAX};
  CHECK(set(MessageSet(last)) == "!");
}

TEST_CASE("flags and keywords") {
  CHECK(flag_list({}) == "()");
  CHECK(flag_list(Flag::seen) == "(\\Seen)");
  CHECK(flag_list(Flag::seen | Flag::answered | Flag::flagged | Flag::deleted | Flag::draft) ==
        "(\\Seen \\Answered \\Flagged \\Deleted \\Draft)");
  Flags flags;
  flags.keywords = "$Junk";
  CHECK(flag_list(flags) == "($Junk)");
  flags.add(Flag::draft);
  flags.keywords = "$MDNSent later";
  CHECK(flag_list(flags) == "(\\Draft $MDNSent later)");
}

TEST_CASE("flags that cannot be set") {
  CHECK(flag_list(Flag::recent) == "!");
  CHECK(flag_list(Flag::seen | Flag::recent) == "!");
  for (const std::string_view keywords : {std::string_view("\\Seen"),
                                          {"a)"},
                                          {"a\r\nb"},
                                          {"a\nb"},
                                          {"\xc3\xa4"},
                                          {"a  b"},
                                          {" a"},
                                          {"a\"b"},
                                          {"a%"},
                                          {"*"},
                                          {"(a"},
                                          {"a{1}"},
                                          {"a]"},
                                          {"\t"},
                                          {" "},
                                          {"nil"},
                                          {"a\0b", 3}}) {
    Flags flags;
    flags.keywords = keywords;
    INFO("keywords: ", std::string(keywords));
    CHECK(flag_list(flags) == "!");
  }
}

TEST_CASE("items of FETCH") {
  FetchItems items;
  CHECK(fetch(items) == "!");
  items.uid = true;
  CHECK(fetch(items) == "(UID)");
  items.flags = items.size = items.internal_date = items.envelope = items.structure = true;
  CHECK(fetch(items) == "(UID FLAGS RFC822.SIZE INTERNALDATE ENVELOPE BODYSTRUCTURE)");
  items = {};
  items.plain_structure = items.modseq = items.gm_msgid = items.gm_thrid = items.gm_labels = true;
  CHECK(fetch(items) == "(BODY MODSEQ X-GM-MSGID X-GM-THRID X-GM-LABELS)");
  items = {};
  items.flags = true;
  items.section.wanted = true;
  CHECK(fetch(items) == "(FLAGS BODY.PEEK[])");
}

TEST_CASE("sections") {
  CHECK(section({}) == "(BODY.PEEK[])");
  CHECK(section(part("", SectionKind::header)) == "(BODY.PEEK[HEADER])");
  CHECK(section(part("", SectionKind::text)) == "(BODY.PEEK[TEXT])");
  CHECK(section(part("1")) == "(BODY.PEEK[1])");
  CHECK(section(part("1.2.33")) == "(BODY.PEEK[1.2.33])");
  CHECK(section(part("10.2", SectionKind::mime)) == "(BODY.PEEK[10.2.MIME])");
  CHECK(section(part("4", SectionKind::header)) == "(BODY.PEEK[4.HEADER])");
  CHECK(section(part("4", SectionKind::text)) == "(BODY.PEEK[4.TEXT])");
  Section s;
  s.peek = false;
  CHECK(section(s) == "(BODY[])");
  s.part = "1";
  s.binary = true;
  CHECK(section(s) == "(BINARY[1])");
  s.peek = true;
  CHECK(section(s) == "(BINARY.PEEK[1])");
}

TEST_CASE("header fields") {
  const std::string_view fields[] = {"Subject", "X-Spam-Level"};
  Section s = part("", SectionKind::header_fields);
  s.fields = fields;
  CHECK(section(s) == "(BODY.PEEK[HEADER.FIELDS (Subject X-Spam-Level)])");
  s.part = "2.1";
  s.kind = SectionKind::header_fields_not;
  CHECK(section(s) == "(BODY.PEEK[2.1.HEADER.FIELDS.NOT (Subject X-Spam-Level)])");
  FetchItems items;
  items.section = s;
  items.section.wanted = true;
  CHECK(fetch(items, always_quoted) == "(BODY.PEEK[2.1.HEADER.FIELDS.NOT (\"Subject\" \"X-Spam-Level\")])");
}

TEST_CASE("sections by their names") {
  const auto read = [](std::string_view text) {
    Section s = part("before", SectionKind::header_fields);
    const std::size_t wrong = read_section(text, s);
    if (wrong != text.npos) return "wrong at " + std::to_string(wrong);
    return section(s);
  };
  CHECK(read("") == "(BODY.PEEK[])");
  for (const char* const name : {"1", "10.2.33", "HEADER", "TEXT", "1.MIME", "2.HEADER", "2.1.TEXT"})
    CHECK(read(name) == "(BODY.PEEK[" + std::string(name) + "])");
  CHECK(read("1.mime") == "(BODY.PEEK[1.MIME])");
  CHECK(read("text") == "(BODY.PEEK[TEXT])");
  for (const char* const name : {"0", "01", ".", ".1", "-1", "a", " 1", "MIME", "]", "HEADERS", "HEADER.FIELDS (A)",
                                 "HEADER.FIELDS", "HEADER.1", "TEXT.MIME"})
    CHECK(read(name) == "wrong at 0");
  for (const char* const name : {"1 2", "1)", "1a", "1]", "1TEXT"}) CHECK(read(name) == "wrong at 1");
  for (const char* const name : {"1.", "1..2", "1.0", "1.02", "1.FROB", "1.HEADER.FIELDS (A)", "1.MIME.2", "1. TEXT"})
    CHECK(read(name) == "wrong at 2");
  CHECK(read({"1\0", 2}) == "wrong at 1");
  CHECK(read("12.7\r\n") == "wrong at 4");
}

TEST_CASE("a stretch of a section") {
  Section s = part("2");
  s.length = 512;
  CHECK(section(s) == "(BODY.PEEK[2]<0.512>)");
  s.offset = 1024;
  CHECK(section(s) == "(BODY.PEEK[2]<1024.512>)");
  s.offset = 5'000'000'000;
  CHECK(section(s) == "(BODY.PEEK[2]<5000000000.512>)");
  s.length = 0;
  CHECK(section(s) == "(BODY.PEEK[2]<5000000000.4294967295>)");
}

TEST_CASE("sections that are none") {
  for (const std::string_view text : {std::string_view("0"),
                                      {"01"},
                                      {"1."},
                                      {".1"},
                                      {"1..2"},
                                      {"1.0"},
                                      {"1.02"},
                                      {"a"},
                                      {"1.TEXT"},
                                      {"1]"},
                                      {"1 2"},
                                      {"-1"},
                                      {"1.2\r\n"},
                                      {"."},
                                      {"1\0", 2},
                                      {"\xb9"}}) {
    INFO("part: ", std::string(text));
    CHECK(section(part(text)) == "!");
  }
  CHECK(section(part("", SectionKind::mime)) == "!");
  CHECK(section(part("1", SectionKind::header_fields)) == "!");
  const std::string_view fields[] = {"Subject"};
  for (const SectionKind kind : {SectionKind::whole, SectionKind::header, SectionKind::text, SectionKind::mime}) {
    Section s = part("1", kind);
    s.fields = fields;
    CHECK(section(s) == "!");
    s.fields = {};
    s.binary = true;
    CHECK(section(s) == (kind == SectionKind::whole ? "(BINARY.PEEK[1])" : "!"));
  }
  for (const std::string_view name :
       {std::string_view(""), {"Subject:"}, {"a b"}, {"a\r\nb"}, {"\xc3\xa4"}, {"a)"}, {"a\"b"}, {"a]"}, {"a\0", 2}}) {
    const std::string_view names[] = {"To", name};
    Section s = part("", SectionKind::header_fields);
    s.fields = names;
    INFO("field: ", std::string(name));
    CHECK(section(s) == "!");
  }
}

TEST_CASE("moments and days") {
  const auto date_time = [](std::int64_t seconds) {
    return written([&](Outbox& out) { put_date_time(out, seconds); });
  };
  CHECK(date_time(0) == "\"01-Jan-1970 00:00:00 +0000\"");
  CHECK(date_time(1795230565) == "\"21-Nov-2026 03:09:25 +0000\"");
  CHECK(date_time(INT64_MAX) == "!");
  CHECK(date_time(wire::first_date - 1) == "!");
  const auto day = [](wire::Date date) { return written([&](Outbox& out) { put_date(out, date); }); };
  CHECK(day({2024, 2, 1}) == "1-Feb-2024");
  CHECK(day({1999, 12, 31}) == "31-Dec-1999");
  CHECK(day({2024, 2, 30}) == "!");
  CHECK(day({}) == "!");
  CHECK(day({2024, 255, 1}) == "!");
}
