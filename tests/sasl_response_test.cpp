#include <mailmote/sasl_response.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace mailmote;

namespace {

// The next answer.
std::string answer(SaslResponse& response) {
  std::string all;
  for (int octet = response.next(); octet != SaslResponse::end; octet = response.next()) {
    REQUIRE((octet >= 0 && octet <= 255));
    all += static_cast<char>(octet);
  }
  return all;
}

// What goes along with the command.
std::string initial(Mechanism m, const Credential& c) {
  SaslResponse response;
  response.begin(m, c);
  std::string text = answer(response);
  CHECK(answer(response) == (m == Mechanism::login ? c.authcid : ""));
  return text;
}

std::string with_nuls(std::string text) {
  for (char& c : text)
    if (c == '|') c = '\0';
  return text;
}

}  // namespace

TEST_CASE("PLAIN: authzid, authcid, password, NULs between (RFC 4616)") {
  const auto plain = [](const Credential& c) { return initial(Mechanism::plain, c); };
  CHECK(plain({"", "tim", "tanstaaftanstaaf"}) == with_nuls("|tim|tanstaaftanstaaf"));
  CHECK(plain({"Ursel", "Kurt", "xipj3plmq"}) == with_nuls("Ursel|Kurt|xipj3plmq"));
  CHECK(plain({"", "u", ""}) == with_nuls("|u|"));
  CHECK(plain({"", "", ""}) == with_nuls("||"));
}

TEST_CASE("XOAUTH2: user and bearer token, ^A between, and then nothing more") {
  const auto xoauth2 = [](const Credential& c) { return initial(Mechanism::xoauth2, c); };
  CHECK(xoauth2({"", "a@example.org", "ya29.vF9"}) == "user=a@example.org\1auth=Bearer ya29.vF9\1\1");
  const std::string token(4096, 't');
  CHECK(xoauth2({"", "u", token}) == "user=u\1auth=Bearer " + token + "\1\1");
}

TEST_CASE("the answers of LOGIN are the texts themselves, and may be empty") {
  const auto login = [](const Credential& c) {
    SaslResponse response;
    response.begin(Mechanism::login, c);
    std::string all = answer(response);
    for (int i = 0; i < 3; ++i) all += "|" + answer(response);
    return all;
  };
  CHECK(login({"z", "alice", "s\2\3\4\5\6"}) == "|alice|s\2\3\4\5\6|");
  CHECK(login({"z", "", "s"}) == "||s|");
  CHECK(login({"z", "\xff", ""}) == "|\xff||");
  SaslResponse nothing;
  CHECK(answer(nothing) == "");
}

TEST_CASE("what a mechanism separates with cannot stand in what it carries") {
  const std::string nul(1, '\0');
  for (const Mechanism m : all_mechanisms) {
    CHECK(can_carry(m, {"z", "c", "s"}));
    CHECK(can_carry(m, {"", "", ""}));
    CHECK_FALSE(can_carry(m, {nul, "c", "s"}));
    CHECK_FALSE(can_carry(m, {"z", "c" + nul + "d", "s"}));
    CHECK_FALSE(can_carry(m, {"z", "c", "s" + nul}));
    CHECK(can_carry(m, {"z", "c\1", "s"}) == (m != Mechanism::xoauth2));
    CHECK(can_carry(m, {"z", "c", "\1s"}) == (m != Mechanism::xoauth2));
  }
}
