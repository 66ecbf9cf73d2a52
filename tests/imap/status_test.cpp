#include <mailmote/imap/status.hpp>

#include "named.hpp"

using mailmote::imap::StatusField;

namespace {

struct Names {
  mailmote::imap::StatusReader status;
  std::string operator()(const mailmote::imap::Event& e) {
    static constexpr const char* names[] = {"",       "mailbox",  "item",         "other",  "messages",
                                            "recent", "uid_next", "uid_validity", "unseen", "mod_seq",
                                            "size",   "deleted",  "storage",      "limit",  "mailbox_id"};
    static_assert(std::size(names) == static_cast<std::size_t>(StatusField::mailbox_id) + 1);
    const StatusField field = status.read(e);
    return field == StatusField::item ? "" : names[static_cast<std::size_t>(field)];
  }
};

struct Items {
  mailmote::imap::StatusReader status;
  std::string operator()(const mailmote::imap::Event& e) { return status.read(e) == StatusField::item ? "item" : ""; }
};

void check(const std::string& input, const std::string& expected) { named::check<Names>(input, expected); }

// Items of the INBOX, with one more behind them, which must not suffer.
void items(const std::string& octets, const std::string& expected) {
  check("* STATUS INBOX (" + octets + " UNSEEN 7)\r\n", "mailbox=INBOX|" + expected + "unseen=7|");
}

std::string x(std::size_t n) { return std::string(n, 'x'); }

}  // namespace

TEST_CASE("every item (RFC 7162, 8438, 7889, 8474, 9208), in any case") {
  check(
      "* STATUS \"INBOX\" (MESSAGES 17 RECENT 0 UIDNEXT 400 UIDVALIDITY 4294967295 UNSEEN 3 HIGHESTMODSEQ "
      "9223372036854775807 SIZE 9007199254740993 APPENDLIMIT NIL MAILBOXID (F2212ea87-6097) DELETED 4 "
      "DELETED-STORAGE 8000)\r\n",
      "mailbox=INBOX|messages=17|recent=0|uid_next=400|uid_validity=4294967295|unseen=3|mod_seq=9223372036854775807|"
      "size=9007199254740993|limit=~|mailbox_id=F2212ea87-6097|deleted=4|storage=8000|");
  items("messages 1 Recent 2 appendlimit 3", "messages=1|recent=2|limit=3|");
  named::check<Items>("* STATUS INBOX (MESSAGES 1 X 2)\r\n", "item=MESSAGES|item=X|");
}

TEST_CASE("names of mailboxes") {
  check("* STATUS blurdybloop (MESSAGES 231 UIDNEXT 44292)\r\n", "mailbox=blurdybloop|messages=231|uid_next=44292|");
  check("* STATUS {19}\r\nLiteral Folder Name (MESSAGES 60)\r\n", "mailbox=Literal Folder Name|messages=60|");
  check("* STATUS 200 (MESSAGES 4)\r\n", "mailbox=200|messages=4|");
  check("* STATUS \"" + x(200) + "\" (MESSAGES 4)\r\n", "mailbox=" + x(200) + "|messages=4|");
}

TEST_CASE("no items; a space behind the last (Courier)") {
  check("* STATUS \"INBOX\" ()\r\n", "mailbox=INBOX|");
  check("* STATUS \"INBOX\"\r\n", "mailbox=INBOX|");
  check("* STATUS\r\n", "");
  check("* STATUS \"INBOX\" (MESSAGES 17 UIDNEXT 18 )\r\n", "mailbox=INBOX|messages=17|uid_next=18|");
}

TEST_CASE("items without a name here") {
  items("X-NEW 1 X-LIST (a (b) NIL) \"MESSAGE\" 2", "other=1|other=a|other=b|other=~|other=2|");
  items(x(64) + "MESSAGES 1", "other=1|");
  items("{72}\r\n" + x(64) + "MESSAGES 1", "other=1|");
}

TEST_CASE("a value that has not the form of its item has no name, and costs no other item anything") {
  items("MESSAGES (5)", "");
  items("MESSAGES ()", "");
  items("MAILBOXID F2212ea87", "");
  items("MAILBOXID ((F2212ea87))", "");
  items("MAILBOXID NIL", "");
  items("(MESSAGES) 5", "other=5|");
  items("UIDNEXT 3 (MESSAGES) 5", "uid_next=3|other=5|");
}

TEST_CASE("each response begins anew, and those of another keyword have no fields") {
  check("* STATUS a (MESSAGES\r\n* STATUS b (5 6)\r\n", "mailbox=a|mailbox=b|other=6|");
  check("* STATUS a (MESSAGES 1) (UNSEEN 2) 3\r\n", "mailbox=a|messages=1|");
  check("* STATUS (a) (MESSAGES 1)\r\n", "messages=1|");
  check("* LIST INBOX (MESSAGES 1)\r\n* SEARCH INBOX (MESSAGES 1)\r\nA1 STATUS INBOX (MESSAGES 1)\r\n", "");
  check("* OK [STATUS INBOX (MESSAGES 1)] x\r\n", "");
}
