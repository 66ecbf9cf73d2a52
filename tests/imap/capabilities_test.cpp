#include <mailmote/imap/capabilities.hpp>

#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <vector>

using mailmote::Mechanism;
using mailmote::imap::Capabilities;
using mailmote::imap::Capability;

namespace {

struct Row {
  const char* word;
  Capability capability;
};

// All of them.
constexpr Row rows[] = {
    {"IMAP4rev1", Capability::imap4rev1},
    {"IMAP4rev2", Capability::imap4rev2},
    {"STARTTLS", Capability::starttls},
    {"LOGINDISABLED", Capability::logindisabled},
    {"SASL-IR", Capability::sasl_ir},
    {"LITERAL+", Capability::literal_plus},
    {"LITERAL-", Capability::literal_minus},
    {"IDLE", Capability::idle},
    {"ID", Capability::id},
    {"ENABLE", Capability::enable},
    {"NAMESPACE", Capability::name_space},
    {"UNSELECT", Capability::unselect},
    {"UIDPLUS", Capability::uidplus},
    {"MOVE", Capability::move},
    {"ESEARCH", Capability::esearch},
    {"LIST-EXTENDED", Capability::list_extended},
    {"LIST-STATUS", Capability::list_status},
    {"SPECIAL-USE", Capability::special_use},
    {"CHILDREN", Capability::children},
    {"CONDSTORE", Capability::condstore},
    {"BINARY", Capability::binary},
    {"UTF8=ACCEPT", Capability::utf8_accept},
    {"X-GM-EXT-1", Capability::gmail},
    {"AUTH=ANONYMOUS", Capability::auth_anonymous},
};

// What a list of words says, in words: "IMAP4rev1 ID AUTH(PLAIN)".
std::string text(const Capabilities& capabilities) {
  std::string s;
  for (const Row& row : rows)
    if (capabilities.has(row.capability)) s.append(s.empty() ? "" : " ").append(row.word);
  if (!capabilities.any_auth()) return s;
  std::string mechanisms;
  for (const Mechanism m : mailmote::all_mechanisms)
    if (capabilities.mechanisms().has(m)) mechanisms.append(mechanisms.empty() ? "" : " ").append(name(m));
  return s.append(s.empty() ? "" : " ") + "AUTH(" + mechanisms + ")";
}

void add(Capabilities& capabilities, const std::string& list) {
  std::istringstream in(list);
  for (std::string word; in >> word;) capabilities.read(word);
}

std::string of(const std::string& list) {
  Capabilities capabilities;
  capabilities.begin();
  add(capabilities, list);
  return text(capabilities);
}

}  // namespace

TEST_CASE("each capability by its word, in any case, and no other with it") {
  for (const Row& row : rows) {
    if (row.capability == Capability::imap4rev2 || row.capability == Capability::auth_anonymous) continue;
    CHECK(of(row.word) == row.word);
    std::string other_case = row.word;
    for (char& c : other_case)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    CHECK(of(other_case) == row.word);
  }
}

TEST_CASE("IMAP4rev2 brings what RFC 9051 folds in") {
  const std::string all =
      "IMAP4rev2 SASL-IR LITERAL- IDLE ENABLE NAMESPACE UNSELECT UIDPLUS MOVE ESEARCH LIST-EXTENDED LIST-STATUS "
      "SPECIAL-USE";
  CHECK(of("IMAP4rev2") == all);
  CHECK(of("imap4REV2 idle") == all);
  CHECK(of("STARTTLS AUTH=GSSAPI IMAP4rev2 IMAP4rev1") ==
        "IMAP4rev1 IMAP4rev2 STARTTLS" + all.substr(std::string("IMAP4rev2").size()) + " AUTH()");
  CHECK(of("IMAP4rev1") == "IMAP4rev1");
  CHECK(of("IMAP4") == "");
}

TEST_CASE("mechanisms: those that we speak, and whether there is any") {
  CHECK(of("AUTH=PLAIN auth=Login Auth=XOAUTH2") == "AUTH(PLAIN LOGIN XOAUTH2)");
  CHECK(of("AUTH=GSSAPI AUTH=SCRAM-SHA-256") == "AUTH()");
  CHECK(of("AUTH=") == "AUTH()");
  CHECK(of("AUTH=PLAIN-CLIENTTOKEN AUTH=PLAINX AUTH=OAUTHBEARER") == "AUTH()");
  CHECK(of("AUTH=ANONYMOUS") == "AUTH=ANONYMOUS AUTH()");
  CHECK(of("AUTH PLAIN LOGIN XAUTH=PLAIN") == "");
}

TEST_CASE("UTF8=ONLY is UTF8=ACCEPT and more") { CHECK(of("UTF8=ONLY") == "UTF8=ACCEPT"); }

TEST_CASE("a word within another is none") {
  CHECK(of("XIDLE IDLEX IDL LITERAL STARTTL STARTTLSX ID2 MOVE= UTF8= X-GM-EXT-10 \xff") == "");
  Capabilities capabilities;
  capabilities.begin();
  capabilities.read("");
  capabilities.read("IDLE MOVE");
  capabilities.read(std::string_view("IDLE\0", 5));
  CHECK(text(capabilities) == "");
}

TEST_CASE("each list is complete: what an earlier one said no longer holds") {
  Capabilities capabilities;
  CHECK_FALSE(capabilities.known());
  capabilities.begin();
  CHECK(capabilities.known());
  add(capabilities, "IMAP4rev2 LOGINDISABLED AUTH=PLAIN");
  capabilities.begin();
  CHECK(capabilities.known());
  CHECK(text(capabilities) == "");
  add(capabilities, "IMAP4rev1 AUTH=LOGIN");
  CHECK(text(capabilities) == "IMAP4rev1 AUTH(LOGIN)");
  capabilities.reset();
  CHECK_FALSE(capabilities.known());
  CHECK(text(capabilities) == "");
}

TEST_CASE("real servers") {
  CHECK(of("IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 XYZZY SASL-IR AUTH=XOAUTH2 AUTH=PLAIN "
           "AUTH=PLAIN-CLIENTTOKEN AUTH=OAUTHBEARER") ==
        "IMAP4rev1 SASL-IR IDLE ID NAMESPACE UNSELECT CHILDREN X-GM-EXT-1 AUTH(PLAIN XOAUTH2)");
  CHECK(of("IMAP4 IMAP4rev1 APPENDLIMIT=104857600 AUTH=PLAIN QUOTA=RES-MAILBOX QUOTA=RES-STORAGE QUOTASET I18NLEVEL=2 "
           "PREVIEW=FUZZY STATUS=SIZE SEARCH=FUZZY UIDPLUS LITERAL- CONTEXT=SORT RIGHTS=kxten") ==
        "IMAP4rev1 LITERAL- UIDPLUS AUTH(PLAIN)");
  CHECK(of("imap4rev1 starttls login special-use") == "IMAP4rev1 STARTTLS SPECIAL-USE");
}
