#include <mailmote/imap/code.hpp>

#include <initializer_list>

#include "../splits.hpp"

using mailmote::imap::Code;
using mailmote::imap::code_named;
using mailmote::imap::CodeReader;
using mailmote::imap::Event;
using mailmote::imap::Kind;
using mailmote::imap::Reader;

namespace {

struct Row {
  Code code;
  const char* word;
};

// All of them.
constexpr Row rows[] = {
    {Code::alert, "ALERT"},
    {Code::already_exists, "ALREADYEXISTS"},
    {Code::append_uid, "APPENDUID"},
    {Code::authentication_failed, "AUTHENTICATIONFAILED"},
    {Code::authorization_failed, "AUTHORIZATIONFAILED"},
    {Code::bad_charset, "BADCHARSET"},
    {Code::cannot, "CANNOT"},
    {Code::capability, "CAPABILITY"},
    {Code::client_bug, "CLIENTBUG"},
    {Code::closed, "CLOSED"},
    {Code::contact_admin, "CONTACTADMIN"},
    {Code::copy_uid, "COPYUID"},
    {Code::corruption, "CORRUPTION"},
    {Code::expired, "EXPIRED"},
    {Code::expunge_issued, "EXPUNGEISSUED"},
    {Code::has_children, "HASCHILDREN"},
    {Code::highest_mod_seq, "HIGHESTMODSEQ"},
    {Code::in_use, "INUSE"},
    {Code::limit, "LIMIT"},
    {Code::mailbox_id, "MAILBOXID"},
    {Code::modified, "MODIFIED"},
    {Code::no_mod_seq, "NOMODSEQ"},
    {Code::no_perm, "NOPERM"},
    {Code::nonexistent, "NONEXISTENT"},
    {Code::not_saved, "NOTSAVED"},
    {Code::over_quota, "OVERQUOTA"},
    {Code::parse, "PARSE"},
    {Code::permanent_flags, "PERMANENTFLAGS"},
    {Code::privacy_required, "PRIVACYREQUIRED"},
    {Code::read_only, "READ-ONLY"},
    {Code::read_write, "READ-WRITE"},
    {Code::referral, "REFERRAL"},
    {Code::server_bug, "SERVERBUG"},
    {Code::too_big, "TOOBIG"},
    {Code::try_create, "TRYCREATE"},
    {Code::uid_next, "UIDNEXT"},
    {Code::uid_not_sticky, "UIDNOTSTICKY"},
    {Code::uid_validity, "UIDVALIDITY"},
    {Code::unavailable, "UNAVAILABLE"},
    {Code::unknown_cte, "UNKNOWN-CTE"},
    {Code::unseen, "UNSEEN"},
    {Code::use_attr, "USEATTR"},
};

// "UIDNEXT 7 0|" for each response; "-" for none, "?" for one that has no name.
class Log {
 public:
  void feed(std::string_view in) {
    for (const Event* e = &reader_->next(in); e->kind != Kind::need_input; e = &reader_->next(in)) {
      REQUIRE(e->kind != Kind::failed);
      code_.read(*e);
      if (e->kind == Kind::end) note();
    }
  }
  const std::string& text() const { return text_; }

 private:
  void note() {
    const std::string word(name(code_.code()));
    text_ += code_.code() == Code::none ? "-" : code_.code() == Code::other ? "?" : word;
    text_ += " " + std::to_string(code_.number(0)) + " " + std::to_string(code_.number(1)) + "|";
  }

  std::unique_ptr<char[]> scratch_{new char[64]};
  std::unique_ptr<Reader> reader_{new Reader({scratch_.get(), 64})};
  CodeReader code_;
  std::string text_;
};

void check(const std::string& input, const std::string& expected) {
  splits::same_everywhere(input, expected, [] { return Log(); });
}

// One code, in every kind of status.
void code(const std::string& octets, const std::string& expected) {
  check("* OK [" + octets + "] text\r\n", expected);
  check("A001 NO [" + octets + "] text [ALERT] text\r\n", expected);
  check("* BYE [" + octets + "]\r\n", expected);
}

}  // namespace

TEST_CASE("each code by its word, in any case, and back") {
  for (const Row& row : rows) {
    CHECK(code_named(row.word) == row.code);
    CHECK(name(row.code) == row.word);
    std::string other_case = row.word;
    for (char& c : other_case)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    CHECK(code_named(other_case) == row.code);
    code(row.word, std::string(row.word) + " 0 0|");
  }
  CHECK(name(Code::none) == "");
  CHECK(name(Code::other) == "");
}

TEST_CASE("what is no code that we know") {
  for (const char* word : {"", "ALER", "ALERTS", "XALERT", "READ", "READ-", "UID", "X-VENDOR"})
    CHECK(code_named(word) == Code::other);
  code("WEBALERT https://example.org/x", "? 0 0|");
  code("X-VENDOR-CODE a \"b\" (c d)", "? 0 0|");
  code(std::string(70, 'X'), "? 0 0|");
  code(std::string(64, 'X') + "ALERT", "? 0 0|");  // the last piece of a long word is no word
}

TEST_CASE("no code") {
  check("* OK ready\r\n", "- 0 0|");
  check("* OK\r\n", "- 0 0|");
  check("* OK [ALERT without end\r\nA001 OK done\r\n", "ALERT 0 0|- 0 0|");
  check("A001 OK [\r\n", "- 0 0|");
  check("* OK text [ALERT]\r\n", "- 0 0|");
}

TEST_CASE("one number") {
  code("UIDVALIDITY 3857529045", "UIDVALIDITY 3857529045 0|");
  code("UIDNEXT 1", "UIDNEXT 1 0|");
  code("UNSEEN 4294967295", "UNSEEN 4294967295 0|");
  code("UNSEEN 00000000000000000012", "UNSEEN 12 0|");
  code("uidnext 4392", "UIDNEXT 4392 0|");
}

TEST_CASE("what is no number, or none of 32 bits") {
  for (const char* value : {"4294967296", "99999999999999999999999", "-1", "+1", "1x", "x1", "1:2", "1,2", "\"\"",
                            "NIL", "*", "(1)", "()", "0x10", "1.5"})
    code("UIDVALIDITY " + std::string(value), "UIDVALIDITY 0 0|");
  code("HIGHESTMODSEQ 90060115205545359", "HIGHESTMODSEQ 0 0|");
  code("UIDVALIDITY", "UIDVALIDITY 0 0|");
}

TEST_CASE("APPENDUID and COPYUID: UIDVALIDITY and the first UID at the target") {
  code("APPENDUID 38505 3955", "APPENDUID 38505 3955|");
  code("APPENDUID 38505 3955:3957", "APPENDUID 38505 3955|");
  code("COPYUID 38505 304,319:320 3956:3958", "COPYUID 38505 3956|");
  code("COPYUID 55 31 6", "COPYUID 55 6|");
  code("COPYUID 55 31,32 7,9", "COPYUID 55 7|");
  code("COPYUID 55 31 *", "COPYUID 55 0|");
  code("COPYUID 55 31 4294967296:4294967297", "COPYUID 55 0|");
  check("[COPYUID 55 31 6]\r\n* 1 EXPUNGE\r\n", "COPYUID 55 6|- 0 0|");  // Exchange
}

TEST_CASE("sets beyond the scratch") {
  std::string set = "4000000001";
  for (int i = 2; i < 40; ++i) set += "," + std::to_string(4'000'000'000U + static_cast<unsigned>(2 * i));
  code("COPYUID 1 " + set + " " + set, "COPYUID 1 4000000001|");
  code("APPENDUID 1 " + set, "APPENDUID 1 4000000001|");
  code("APPENDUID 1 " + std::string(70, '0') + "7:9", "APPENDUID 1 7|");
  code("UIDVALIDITY " + std::string(70, '0') + "7", "UIDVALIDITY 7 0|");
}

TEST_CASE("other responses have none, and a new one forgets the last") {
  check("* CAPABILITY ALERT\r\n", "- 0 0|");
  check("* 1 FETCH (ALERT 7)\r\n", "- 0 0|");
  check("* OK [UIDNEXT 7]\r\n* OK done\r\n* SEARCH 1 2\r\n", "UIDNEXT 7 0|- 0 0|- 0 0|");
}

TEST_CASE("real servers") {
  check(
      "* NO [BADCHARSET (US-ASCII \"iso-8859-1\" UTF-8)] no\r\n* OK [NEWNAME old new] x\r\n* NO [BADURL "
      "\"/INBOX;UID=1\"] x\r\n* OK [HIGHESTMODSEQ 20010715194045319] x\r\n* OK [MODIFIED 7,9] x\r\n* NO [OVERQUOTA] "
      "x\r\n"
      "* OK [HASCHILDREN] x\r\n* OK [METADATA LONGENTRIES 2199] x\r\n* BAD [CLIENTBUG] x\r\nA001 NO [TRYCREATE] No "
      "such "
      "mailbox\r\n",
      "BADCHARSET 0 0|? 0 0|? 0 0|HIGHESTMODSEQ 0 0|MODIFIED 0 0|OVERQUOTA 0 0|HASCHILDREN 0 0|? 0 2199|CLIENTBUG 0 0|"
      "TRYCREATE 0 0|");
  check("* OK [PERMANENTFLAGS (\\Answered \\Flagged \\*)] Limited\r\n* OK [MAILBOXID (27)] Ok\r\n",
        "PERMANENTFLAGS 0 0|MAILBOXID 0 0|");
}
