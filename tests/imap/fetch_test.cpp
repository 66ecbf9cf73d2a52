// Items of FETCH and the fields of ENVELOPE. BODYSTRUCTURE has a test of its own.
#include <mailmote/imap/fetch.hpp>

#include "fetch_names.hpp"
#include "named.hpp"

using mailmote::imap::Fetch;
using mailmote::imap::Item;
using namespace std::string_literals;

namespace {

void check(const std::string& input, const std::string& expected) { named::check<named::FetchNames>(input, expected); }

// Items, with the UID of the message behind them, which must not suffer.
void items(const std::string& octets, const std::string& expected) {
  check("* 1 FETCH (" + octets + " UID 7)\r\n", expected + "uid=7|");
}

// The same for one ENVELOPE.
void envelope(const std::string& octets, const std::string& expected) { items("ENVELOPE (" + octets + ")", expected); }

struct ItemNames {
  Fetch fetch;
  std::string operator()(const mailmote::imap::Event& e) {
    if (fetch.read(e) != mailmote::imap::Field::item) return {};
    return std::to_string(static_cast<int>(fetch.item()));
  }
};

std::string x(std::size_t n) { return std::string(n, 'x'); }

}  // namespace

TEST_CASE("each item by its name, in any case") {
  struct Row {
    const char* name;
    Item item;
  };
  constexpr Row rows[] = {
      {"UID", Item::uid},
      {"uid", Item::uid},
      {"FLAGS", Item::flags},
      {"Flags", Item::flags},
      {"RFC822.SIZE", Item::size},
      {"INTERNALDATE", Item::internal_date},
      {"MODSEQ", Item::modseq},
      {"ENVELOPE", Item::envelope},
      {"BODYSTRUCTURE", Item::structure},
      {"BodyStructure", Item::structure},
      {"BODY", Item::structure},
      {"BODY[]", Item::content},
      {"body[]", Item::content},
      {"BODY[1.2.MIME]<5>", Item::content},
      {"BODY[HEADER.FIELDS (DATE \"From\")]", Item::content},
      {"BODY[HEADER.FIELDS ({4}\r\nDate)]", Item::content},
      {"BODY[HEADER.FIELDS (\"DATE\" \"FROM\")]", Item::content},
      {"BODY[HEADER.FIELDS \"DATE\" \"FROM\"]", Item::content},
      {"BODY[ header.fields.not  ( date ) ]<0>", Item::content},
      {"BINARY[1]", Item::content},
      {"BINARY[1]<5>", Item::content},
      {"RFC822", Item::content},
      {"RFC822.HEADER", Item::content},
      {"RFC822.TEXT", Item::content},
      {"BINARY.SIZE[1.2]", Item::binary_size},
      {"X-GM-MSGID", Item::gm_msgid},
      {"X-GM-THRID", Item::gm_thrid},
      {"X-GM-LABELS", Item::gm_labels},
      {"x-gm-labels", Item::gm_labels},
      {"EMAILID", Item::other},
      {"U", Item::other},
      {"UIDS", Item::other},
      {"UI", Item::other},
      {"BODY<5>", Item::other},
      {"BODYX[]", Item::other},
      {"BINARY", Item::other},
      {"BINARY.SIZE", Item::other},
      {"ENVELOPE[]", Item::other},
      {"RFC822.SIZE[]", Item::other},
      {"NIL", Item::other},
      {"\"UID\"", Item::other},
      {"{3}\r\nUID", Item::other},
      {"\xff", Item::other},
  };
  for (const Row& row : rows) {
    std::string shown = row.name;
    if (shown == "NIL") shown = "~";
    if (shown == "\"UID\"" || shown[0] == '{') shown = "UID";
    const std::string input = "* 1 FETCH (" + std::string(row.name) + " x UID 7)\r\n";
    named::check<ItemNames>(input, std::to_string(static_cast<int>(row.item)) + "=" + shown + "|1=UID|");
  }
}

TEST_CASE("names beyond the scratch: by their beginning") {
  std::string fields = "Received";
  for (int i = 0; i < 20; ++i) fields += " X-" + std::to_string(i);
  const std::string content = "BODY[HEADER.FIELDS (" + fields + ")]";
  named::check<ItemNames>("* 1 FETCH (" + content + " x)\r\n", "6=" + content + "|");
  items(content + " {2}\r\nab", "content=ab|");
  items(x(64) + "UID 1", "other=1|");
  items(x(64) + "BODY[] 1", "other=1|");
  items("{67}\r\n" + x(64) + "UID 1", "other=1|");
  items("{67}\r\nUID" + x(64) + " 1", "other=1|");  // cut anywhere, it is never UID
}

TEST_CASE("values of one string or number") {
  items("RFC822.SIZE 4286", "size=4286|");
  items("RFC822.SIZE 99999999999999999999", "size=99999999999999999999|");
  items("INTERNALDATE \"17-Jul-1996 02:44:25 -0700\"", "internal_date=17-Jul-1996 02:44:25 -0700|");
  items("INTERNALDATE \" 1-Jan-2024 00:00:59 +0530\" RFC822.SIZE 0",
        "internal_date= 1-Jan-2024 00:00:59 +0530|size=0|");
  items("INTERNALDATE \"00-Jan-0000 00:00:00 +0000\"", "internal_date=00-Jan-0000 00:00:00 +0000|");  // Domino
  items("BINARY.SIZE[1] 9", "binary_size=9|");
  items("X-GM-THRID 1266894439832287888 X-GM-MSGID 18446744073709551615",
        "gm_thrid=1266894439832287888|gm_msgid=18446744073709551615|");
  check("* 11487 FETCH (UID 19436 )\r\n", "uid=19436|");  // QQ
}

TEST_CASE("values that are lists") {
  items("FLAGS ()", "");
  items("FLAGS (\\Seen \\Recent $Forwarded NonJunk Junk/x a.b+c=d \\X-Unknown \\*)",
        "flag=\\Seen|flag=\\Recent|flag=$Forwarded|flag=NonJunk|flag=Junk/x|flag=a.b+c=d|flag=\\X-Unknown|flag=\\*|");
  items("MODSEQ (9223372036854775807)", "modseq=9223372036854775807|");
  items("MODSEQ (0)", "modseq=0|");  // Zoho
  items("X-GM-LABELS (\"\\\\Important\" Work \"foo bar\" {5}\r\na \"b\")",
        "gm_label=\\Important|gm_label=Work|gm_label=foo bar|gm_label=a \"b\"|");
  items("X-GM-LABELS (Work NIL \"\\\\Sent\")", "gm_label=Work|gm_label=\\Sent|");
  items("X-GM-LABELS NIL", "");
}

TEST_CASE("contents") {
  items("BODY[] {0}\r\n FLAGS ()", "content=|");
  items("BODY[2] NIL", "content=~|");
  items("BODY[TEXT] \"hello\\\"world\\\\\"", "content=hello\"world\\|");
  items("BODY[]<0> {21}\r\nFrom: a@example.org\r\n", "content=From: a@example.org\r\n|");
  items(
      "BODY[1] \"one\" BODY[3.1.HEADER] {0}\r\n BODY[4.TEXT] NIL BODY[HEADER.FIELDS (DATE \"From\")] \"Date: x\" "
      "BODY[HEADER.FIELDS.NOT (SUBJECT)] \"\"",
      "content=one|content=|content=~|content=Date: x|content=|");
  items("BINARY[1] ~{9}\r\n\0\1\r\n\xff\0)(\" BINARY[2] \"text\""s, "content=\0\1\r\n\xff\0)(\"|content=text|"s);
  items("BODY[] {43}\r\nA007 OK done\r\n* 2 EXPUNGE\r\nA008 BAD no\r\n)\r\n",
        "content=A007 OK done\r\n* 2 EXPUNGE\r\nA008 BAD no\r\n)\r\n|");
  items("RFC822.HEADER \"A: b\" RFC822.TEXT \"x\" RFC822 {9}\r\nA: b\r\n\r\nx",
        "content=A: b|content=x|content=A: b\r\n\r\nx|");
  items("BODY[] {300}\r\n" + x(300), "content=" + x(300) + "|");
  check("* 1 FETCH (UID 3016 BODY[2] )\r\n", "uid=3016|");  // Yandex: nothing is there
}

TEST_CASE("items without a name here") {
  items("X-NEW \"v\" X-NUM 7 X-LIST (a (b \"c\" NIL) {3}\r\n)]}) X-LIT {2}\r\nzz",
        "other=v|other=7|other=a|other=b|other=c|other=~|other=)]}|other=zz|");
  items("EMAILID (M6d99ac3275bb4e) THREADID NIL PREVIEW \"Hello there\"",
        "other=M6d99ac3275bb4e|other=~|other=Hello there|");
  items("ANNOTATION (/comment (value.priv \"My comment\" value.shared NIL))",
        "other=/comment|other=value.priv|other=My comment|other=value.shared|other=~|");
}

TEST_CASE("a value that has not the form of its item has no name, and costs no other item anything") {
  items("UID (8)", "");
  items("UID ((8))", "");
  items("UID ()", "");
  items("FLAGS \\Seen", "");
  items("FLAGS ((\\Seen))", "");
  items("FLAGS NIL", "");
  items("MODSEQ 5", "");
  items("RFC822.SIZE (1 (2) 3)", "");
  items("BODY[] (a)", "");
  items("ENVELOPE NIL", "");
  items("ENVELOPE \"date\"", "");
  items("BODYSTRUCTURE NIL", "");
  items("BODYSTRUCTURE \"text\"", "");
  items("BODYSTRUCTURE " + std::string("{70}\r\n") + x(70), "");
  items("X-GM-LABELS (Work (a (b)))", "gm_label=Work|");
}

TEST_CASE("ENVELOPE: the example of RFC 3501") {
  const char* const gray = "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) ";
  const std::string person = "0.name=Terry Gray|?0.route=~|?0.mailbox=gray|?0.host=cac.washington.edu|";
  std::string expected = "date=Wed, 17 Jul 1996 02:23:25 -0700 (PDT)|subject=IMAP4rev1 WG mtg summary and minutes|";
  for (const char* const role : {"from", "sender", "reply_to"}) {
    expected += role;
    for (const char c : person) expected += c == '?' ? std::string(role) : std::string(1, c);
  }
  expected +=
      "to0.name=~|to0.route=~|to0.mailbox=imap|to0.host=cac.washington.edu|cc0.name=~|cc0.route=~|cc0.mailbox=minutes|"
      "cc0.host=CNRI.Reston.VA.US|cc1.name=John Klensin|cc1.route=~|cc1.mailbox=KLENSIN|cc1.host=MIT.EDU|in_reply_to=~|"
      "message_id=<B27397-0100000@cac.washington.edu>|";
  for (const char* between : {"", " ", "  "})  // some servers put spaces between the addresses
    envelope(std::string("\"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\" \"IMAP4rev1 WG mtg summary and minutes\" ") + gray +
                 gray + gray +
                 "((NIL NIL \"imap\" \"cac.washington.edu\")) ((NIL NIL \"minutes\" \"CNRI.Reston.VA.US\")" + between +
                 "(\"John Klensin\" NIL \"KLENSIN\" \"MIT.EDU\")) NIL NIL \"<B27397-0100000@cac.washington.edu>\"",
             expected);
}

TEST_CASE("ENVELOPE: literals, groups, octets above 127, strings beyond the scratch") {
  envelope(
      "{3}\r\nnow {23}\r\na \"subject\" with quotes (({5}\r\nTerry NIL {4}\r\ngray \"example.org\")) NIL NIL ((NIL NIL "
      "\"imap\" \"example.org\")) NIL NIL NIL {3}\r\n<x>",
      "date=now|subject=a \"subject\" with quotes|from0.name=Terry|from0.route=~|from0.mailbox=gray|"
      "from0.host=example.org|to0.name=~|to0.route=~|to0.mailbox=imap|to0.host=example.org|in_reply_to=~|"
      "message_id=<x>|");
  envelope(
      "NIL \"groups\" NIL NIL NIL ((NIL NIL \"boys\" NIL)(NIL NIL \"aaron\" \"example.org\")(NIL NIL NIL NIL)(\"Solo\" "
      "\"@relay.example,@b.example\" \"solo\" \"example.org\")) NIL NIL NIL NIL",
      "date=~|subject=groups|to0.name=~|to0.route=~|to0.mailbox=boys|to0.host=~|to1.name=~|to1.route=~|"
      "to1.mailbox=aaron|to1.host=example.org|to2.name=~|to2.route=~|to2.mailbox=~|to2.host=~|to3.name=Solo|"
      "to3.route=@relay.example,@b.example|to3.mailbox=solo|to3.host=example.org|in_reply_to=~|message_id=~|");
  envelope(
      "NIL \"Gr\xfc\xdf"
      "e\" ((\"Jos\xc3\xa9\" NIL \"jose\" \"example.org\")) NIL NIL NIL NIL NIL NIL NIL",
      "date=~|subject=Gr\xfc\xdf"
      "e|from0.name=Jos\xc3\xa9|from0.route=~|from0.mailbox=jose|from0.host=example.org|"
      "in_reply_to=~|message_id=~|");
  envelope("NIL \"" + x(200) + "\" ((\"" + x(65) + "\" NIL \"a\" {130}\r\n" + x(130) + ")) NIL NIL NIL NIL NIL NIL NIL",
           "date=~|subject=" + x(200) + "|from0.name=" + x(65) + "|from0.route=~|from0.mailbox=a|from0.host=" + x(130) +
               "|in_reply_to=~|message_id=~|");
}

TEST_CASE("ENVELOPE: what real servers send beside the grammar") {
  // NIL among addresses
  envelope("NIL \"x\" (NIL (\"Name\" NIL \"user\" \"example.org\")) NIL NIL (NIL) NIL NIL NIL NIL",
           "date=~|subject=x|from0.name=Name|from0.route=~|from0.mailbox=user|from0.host=example.org|in_reply_to=~|"
           "message_id=~|");
  // QQ: nine fields
  envelope(
      "\"now\" \"hello\" ((\"QQ\" NIL \"10000\" \"example.org\")) NIL NIL NIL NIL NIL NIL",
      "date=now|subject=hello|from0.name=QQ|from0.route=~|from0.mailbox=10000|from0.host=example.org|in_reply_to=~|");
  // Exchange: a failure notice
  envelope(
      "NIL \"failed\" ((\"Microsoft Exchange Server\" NIL NIL \".MISSING-HOST-NAME.\")) NIL NIL NIL NIL NIL NIL NIL",
      "date=~|subject=failed|from0.name=Microsoft Exchange Server|from0.route=~|from0.mailbox=~|"
      "from0.host=.MISSING-HOST-NAME.|in_reply_to=~|message_id=~|");
  // Gmail: the parts of the sender are swapped
  envelope(
      "NIL NIL NIL ((\"<sender@example.org>\" NIL \"=?UTF-8?Q?Dummy?=\" NIL)) NIL NIL NIL NIL NIL \"<id@example.org>\"",
      "date=~|subject=~|sender0.name=<sender@example.org>|sender0.route=~|sender0.mailbox==?UTF-8?Q?Dummy?=|"
      "sender0.host=~|in_reply_to=~|message_id=<id@example.org>|");
  // Domino: parentheses round the item. What follows counts from there
  const std::string all_nil = "date=~|subject=~|in_reply_to=~|message_id=~|";
  items("RFC822.SIZE 1 (ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)) FLAGS (\\Seen)",
        "size=1|" + all_nil + "flag=\\Seen|");
  items("(ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) RFC822.SIZE 5)", all_nil + "size=5|");
  items("()", "");
  items("((ENVELOPE (NIL \"x\")))", "other=ENVELOPE|other=~|other=x|");
}

TEST_CASE("ENVELOPE: what is none") {
  envelope("", "");
  envelope("(\"date\") (\"subject\") \"from\" \"sender\"", "");
  envelope("NIL NIL (\"a\" NIL \"b\" \"c\")", "date=~|subject=~|");
  envelope("NIL NIL (((\"a\" NIL \"b\" \"c\")))", "date=~|subject=~|");
  envelope("NIL NIL ((\"a\" NIL (\"b\") \"c\" \"d\" \"e\"))",
           "date=~|subject=~|from0.name=a|from0.route=~|from0.host=c|");
  envelope(
      "NIL NIL NIL NIL NIL NIL NIL NIL ((\"a\" NIL \"b\" \"c\")) ((\"a\" NIL \"b\" \"c\")) \"x\" ((\"a\" NIL \"b\" "
      "\"c\"))",
      "date=~|subject=~|");
  std::string deep;
  for (int i = 0; i < 20; ++i) deep += "(\"x\" ";
  envelope(deep + std::string(20, ')'), "");
}

TEST_CASE("several responses: each begins anew, and those of another keyword have no fields") {
  check(
      "* 1 FETCH (UID 1 FLAGS (\\Seen))\r\n* 24 EXISTS\r\n* 5 FETCH (FLAGS (\\Deleted))\r\n* OK Still working\r\n"
      "* 2 FETCH (UID 2 FLAGS ())\r\nA1 OK [EXPUNGEISSUED] Some messages were gone\r\n",
      "uid=1|flag=\\Seen|flag=\\Deleted|uid=2|");
  check("* 1 STORE (UID 1 FLAGS (\\Seen))\r\n* STATUS x (UID 1)\r\n* LIST (UID 1) \"/\" x\r\n* ID (UID 1)\r\n", "");
  check("* 25900 UIDFETCH (FLAGS (\\Seen))\r\n", "");
  check("* OK [FETCH (UID 1)] x\r\n* 1 FETCH UID 5\r\n* 1 FETCH\r\n* 1 FETCH ()\r\n* 1 FETCH NIL\r\n", "");
  // One that does not balance ends where its line ends.
  check("* 1 FETCH (BODYSTRUCTURE ((\"text\"\r\n* 2 FETCH (UID 2)\r\n", "1:part0|1:part1|1:type=text|uid=2|");
  check("* 1 FETCH (ENVELOPE (\"a\" \"b\" ((\"c\"\r\n* 2 FETCH (UID 2)\r\n", "date=a|subject=b|from0.name=c|uid=2|");
  check("* 1 FETCH (UID 1 (ENVELOPE\r\n* 2 FETCH (UID 2)\r\n", "uid=1|uid=2|");
  check("* 1 FETCH (UID\r\n* 2 FETCH (UID 2)\r\n", "uid=2|");
}

TEST_CASE("before the first response there is nothing") {
  const Fetch fetch;
  char room[64];
  CHECK(fetch.section(room) == "");
  CHECK(fetch.part_depth() == 0);
  CHECK_FALSE(fetch.is_multipart());
  CHECK(fetch.item() == Item::other);
}
