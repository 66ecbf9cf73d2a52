// Commands and their answers, and what a server may say at any time.
#define DOCTEST_CONFIG_SUPER_FAST_ASSERTS
#include <doctest/doctest.h>

#include <string>

#include "sweep.hpp"

using sweep::everywhere;
using sweep::once;

namespace {

std::string ready(const std::string& capabilities, const std::string& settings = "") {
  return "set start secured\nset user alice\nset password correct-horse\n" + settings + R"(
S: * OK [CAPABILITY IMAP4rev1] ready
C: A1 LOGIN alice correct-horse
S: A1 OK [CAPABILITY IMAP4rev1 )" +
         capabilities + R"(] in
= ready
)";
}

const std::string opened = R"(
! select INBOX
C: A2 SELECT INBOX
S: * 3 EXISTS
= data EXISTS 3
S: * OK [UIDVALIDITY 7] valid
= notice ok UIDVALIDITY
S: * OK [UIDNEXT 44] next
= notice ok UIDNEXT
S: A2 OK [READ-WRITE] done
= completed select ok READ-WRITE
)";

}  // namespace

TEST_CASE("what a mailbox is, and what becomes of it") {
  everywhere(ready("IDLE") + opened + R"(
? exists
= exists 3
? uid_validity
= uid_validity 7
? uid_next
= uid_next 44
? read_only
= read_only no
? open
= open yes
! noop
C: A3 NOOP
S: * 1 EXPUNGE
= data EXPUNGE 1
S: * 9 EXPUNGE
= data EXPUNGE 9
S: * 0 EXPUNGE
= data EXPUNGE
S: * 5 EXISTS
= data EXISTS 5
S: * 2 RECENT
= data RECENT 2
S: A3 OK
= completed noop ok none
? exists
= exists 5
? recent
= recent 2
! unselect
C: A4 UNSELECT
S: A4 OK
= completed unselect ok none
? open
= open no
? exists
= exists 0
)");
}

TEST_CASE("counts never fall below nothing") {
  once(ready("") + opened + R"(
! noop
C: A3 NOOP
S: * 1 EXPUNGE
= data EXPUNGE 1
S: * 1 EXPUNGE
= data EXPUNGE 1
S: * 1 EXPUNGE
= data EXPUNGE 1
S: * 1 EXPUNGE
= data EXPUNGE 1
S: A3 OK
= completed noop ok none
? exists
= exists 0
)");
}

TEST_CASE("a mailbox that cannot be opened is not open") {
  everywhere(ready("") + opened + R"(
! select Nowhere
C: A3 SELECT Nowhere
S: A3 NO [NONEXISTENT] Unknown Mailbox: Nowhere
= completed select no NONEXISTENT | Unknown Mailbox: Nowhere
? open
= open no
? uid_validity
= uid_validity 0
)");
}

TEST_CASE("several commands are under way, and answers find theirs in any order") {
  once(ready("") + opened + R"(
! noop
! status Sent
! noop
C: A3 NOOP
C: A4 STATUS Sent (MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN)
C: A5 NOOP
S: A5 OK third
= completed noop ok none | third
S: A3 OK first
= completed noop ok none | first
S: * STATUS Sent (MESSAGES 1)
= data STATUS Sent ( MESSAGES 1 )
S: A4 OK second
= completed status ok none | second
)");
}

TEST_CASE("a tag that is nobody's ends it") {
  for (const std::string tag : {"A9", "A0", "A01", "B2", "A", "AA", "A1", "a3", "*A3", "A4294967299", "A65539"})
    once(ready("") + opened + "! noop\nC: A3 NOOP\nS: " + tag + " OK done\n= failed protocol\n");
}

TEST_CASE("an answer before its command ends it") {
  once(ready("") + "S: A2 OK early\n= failed protocol\n");
  once(ready("") + opened + "S: + go on\n= failed protocol\n");
  once(ready("") + opened + "! noop\nC: A3 NOOP\nS: + go on\n= failed protocol\n");
  once(ready("") + opened + "! noop\nC: A3 NOOP\nS: A3 BYE\n= failed protocol\n");
  once(ready("") + opened + "S: * PREAUTH again\n= failed protocol\n");
}

TEST_CASE("fetch, store, copy, move, expunge, search: as they are written") {
  everywhere(ready("MOVE UIDPLUS") + opened + R"(
! fetch 1 3 uid flags envelope
C: A3 FETCH 1:3 (UID FLAGS ENVELOPE)
S: * 2 FETCH (UID 9 FLAGS (\\Seen))
= data FETCH 2 ( UID 9 FLAGS ( \Seen ) )
S: A3 OK
= completed fetch ok none
! fetch uid 9 9 body
C: A4 UID FETCH 9 (BODY.PEEK[])
S: * 2 FETCH (UID 9 BODY[] {7}
S~ a b c d
S: )
= data FETCH 2 ( UID 9 BODY[] a b c d )
S: A4 OK
= completed fetch ok none
! store uid 9 * + \\Seen Work
C: A5 UID STORE 9:* +FLAGS.SILENT (\\Seen Work)
S: A5 OK
= completed store ok none
! copy uid 9 9 Sent
C: A6 UID COPY 9 Sent
S: A6 OK [COPYUID 7 9 20] copied
= completed copy ok COPYUID
! move 1 2 Trash
C: A7 MOVE 1:2 Trash
S: A7 NO [TRYCREATE] no such mailbox
= completed move no TRYCREATE
! expunge 9 12
C: A8 UID EXPUNGE 9:12
S: A8 OK
= completed expunge ok none
! expunge
C: A9 EXPUNGE
S: A9 OK
= completed expunge ok none
! search uid unseen
C: A10 UID SEARCH UNSEEN
S: * SEARCH 9 12
= data SEARCH 9 12
S: A10 BAD what
= completed search bad none | what
)");
}

TEST_CASE("a search for what only a literal can carry, and one whose answer is a set") {
  everywhere(ready("ESEARCH") + opened + R"(
! search uid Zo\xC3\xAB
C: A3 UID SEARCH CHARSET UTF-8 SUBJECT {4}
S: + go on
C: Zo\xC3\xAB
S: * SEARCH
= data SEARCH
S: A3 OK
= completed search ok none
! search uid unseen 8
C: A4 UID SEARCH RETURN (ALL) UNSEEN
S: * ESEARCH (TAG "A4") UID ALL 9:12
= data ESEARCH ( TAG A4 ) UID ALL 9:12
S: A4 OK
= completed search ok none
! search unseen 8
C: A5 SEARCH RETURN (ALL) UNSEEN
S: A5 NO [BADCHARSET (UTF-8)] no
= completed search no BADCHARSET
)");
}

TEST_CASE("what the server has not announced is not asked for") {
  once(ready("") + opened + R"(
! search unseen 8
= unsupported
! move 1 1 Trash
= unsupported
! expunge 1 1
= unsupported
! idle
= unsupported
)");
}

TEST_CASE("read-only: EXAMINE, and nothing that changes messages") {
  everywhere(ready("MOVE UIDPLUS", "set readonly yes\n") + R"(
! select INBOX
C: A2 EXAMINE INBOX
S: A2 OK [READ-WRITE] done
= completed examine ok READ-WRITE
? read_only
= read_only yes
! store 1 1 + \\Seen
= read_only
! expunge
= read_only
! expunge 1 1
= read_only
! move 1 1 Trash
= read_only
! copy 1 1 Archive
C: A3 COPY 1 Archive
S: A3 OK
= completed copy ok none
)");
}

TEST_CASE("what cannot be carried is refused, and nothing of it leaves") {
  once(ready("") + opened + R"(
! create bad\0name
= refused
! fetch 0 0 uid
= refused
! store 1 1 + (
= refused
! status INBOX 0
= refused
! enable A\r\nB
= refused
! noop
C: A3 NOOP
S: A3 OK
= completed noop ok none
)");
}

TEST_CASE("mailbox names are modified UTF-7 on the wire") {
  everywhere(ready("") + R"(
! create Entw\xC3\xBCrfe
C: A2 CREATE Entw&APw-rfe
S: A2 OK
= completed create ok none
! rename A&B Gr\xC3\xB6\xC3\x9Fe
C: A3 RENAME A&-B Gr&APYA3w-e
S: A3 OK
= completed rename ok none
! list "" %
C: A4 LIST "" "%"
S: * LIST () "/" INBOX
= data LIST ( ) / INBOX
S: A4 OK
= completed list ok none
)");
}

TEST_CASE("a message that is appended waits for the server") {
  everywhere(ready("") + R"(
! append INBOX 12 \\Seen
C: A2 APPEND INBOX (\\Seen) {12}
S: + go on
! body Subject: x\r\n
C~ Subject: x\r\n
C:
S: * 4 EXISTS
= data EXISTS 4
S: A2 OK [APPENDUID 7 45] done
= completed append ok APPENDUID
)");
}

TEST_CASE("a message that is not wanted does not leave") {
  const auto o = everywhere(ready("") + R"(
! append INBOX 12
C: A2 APPEND INBOX {12}
S: A2 NO [TRYCREATE] no such mailbox
= completed append no TRYCREATE
! noop
C: A3 NOOP
S: A3 OK
= completed noop ok none
)");
  CHECK(o.sent.find("Subject") == std::string::npos);
}

TEST_CASE("LITERAL+ and LITERAL-: a message goes along at once") {
  everywhere(ready("LITERAL+") + R"(
! append INBOX 4
! body abcd
C: A2 APPEND INBOX {4+}
C: abcd
S: A2 OK
= completed append ok none
! append INBOX 0
C: A3 APPEND INBOX {0+}
C:
S: A3 OK
= completed append ok none
)");
  once(ready("LITERAL-") + R"(
! append INBOX 4097
C: A2 APPEND INBOX {4097}
S: A2 NO [TOOBIG] no
= completed append no TOOBIG
! append INBOX 4096
C: A3 APPEND INBOX {4096+}
)");
}

TEST_CASE("a message that is refused on its way ends it, one that is accepted, too") {
  once(ready("LITERAL+") + R"(
! append INBOX 10
! body abcd
C: A2 APPEND INBOX {10+}
C~ abcd
S: A2 NO [OVERQUOTA] full
= failed rejected data none | full
)");
  once(ready("") + R"(
! append INBOX 10
C: A2 APPEND INBOX {10}
S: A2 OK taken unseen
= failed protocol data none
)");
}

TEST_CASE("IDLE: news, and its end") {
  everywhere(ready("IDLE") + opened + R"(
! idle
C: A3 IDLE
S: + idling
S: * 4 EXISTS
= data EXISTS 4
! done
C: DONE
S: A3 OK Idle completed.
= completed idle ok none
)");
}

TEST_CASE("IDLE that is ended before it has begun") {
  everywhere(ready("IDLE") + opened + R"(
! idle
! done
C: A3 IDLE
S: + idling
C: DONE
S: A3 OK
= completed idle ok none
! noop
C: A4 NOOP
S: A4 OK
= completed noop ok none
)");
}

TEST_CASE("IDLE that is refused") {
  everywhere(ready("IDLE") + opened + R"(
! idle
C: A3 IDLE
S: A3 NO not now
= completed idle no none | not now
! noop
C: A4 NOOP
S: A4 OK
= completed noop ok none
)");
}

TEST_CASE("IDLE is renewed before the server loses patience") {
  once(ready("IDLE", "set idle 1000\n") + opened + R"(
! idle
C: A3 IDLE
S: + idling
S: * 4 EXISTS
= data EXISTS 4
! tick 1000
C: DONE
S: A3 OK
C: A4 IDLE
S: + idling
S: * 5 EXISTS
= data EXISTS 5
! done
C: DONE
S: A4 OK
= completed idle ok none
)");
}

TEST_CASE("a server that has enough of an idler") {
  everywhere(ready("IDLE") + opened + R"(
! idle
C: A3 IDLE
S: + idling
S: * BYE Autologout; idle for too long
= failed closed idle none | Autologout; idle for too long
)");
}

TEST_CASE("a rest, and its end") {
  once(ready("") + R"(
! rest 500
! tick 499
! tick 1
= rested
! noop
C: A2 NOOP
S: A2 OK
= completed noop ok none
)");
}

TEST_CASE("what a person has to see") {
  everywhere(ready("") + R"(
S: * OK [ALERT] Disk is full
= notice ok ALERT | Disk is full
S: * NO [OVERQUOTA] nearly
= notice no OVERQUOTA | nearly
S: * BAD what was that
= notice bad none | what was that
S: * OK [X-UNKNOWN (a "b]") 7] text [with brackets]
= notice ok other | text [with brackets]
)");
}

TEST_CASE("the words of a status are cut where there is no room") {
  once(ready("", "set text 32\n") + R"(
S: * NO 0123456789012345678901234567890123456789
= notice no none | 01234567890123456789012345678901...
)");
}

TEST_CASE("LOGOUT, and all the ways that it ends") {
  const std::string bye = ready("") + "! logout\nC: A2 LOGOUT\n";
  everywhere(bye + "S: * BYE see you\n= notice bye none | see you\nS: A2 OK\n= closed\n");
  once(bye + "S: * BYE\n= notice bye none\nCLOSE\n= closed\n");
  once(bye + "CLOSE\n= closed\n");
  once(bye + "S: what\n= closed\n");
  once(bye + "! tick 5000\n= closed\n");
}

TEST_CASE("silence ends it") {
  once("set start secured\nset user alice\nset password x\n! tick 60000\n= failed timeout greeting none\n");
  once(ready("") + opened + "! noop\nC: A3 NOOP\n! tick 60000\n= failed timeout mailbox none\n");
  once(ready("") + opened +
       "! fetch 1 1 uid\nC: A3 FETCH 1 (UID)\n! tick 599999\n! tick 1\n= failed timeout fetch none\n");
}
