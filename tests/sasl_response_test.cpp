#include <mailmote/sasl_response.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace mailmote;

namespace {

// All pieces of a response, taken `step` octets at a time.
std::string joined(SaslResponse response, std::size_t step) {
  std::string all;
  while (!response.piece().empty()) {
    const std::string_view piece = response.piece().substr(0, step);
    all += piece;
    response.taken(piece.size());
  }
  return all;
}

void check(const SaslResponse& response, const std::string& expected) {
  for (const std::size_t step : {std::size_t{1}, std::size_t{2}, std::size_t{7}, std::string::npos})
    CHECK(joined(response, step) == expected);
}

std::string with_nuls(std::string text) {
  for (char& c : text)
    if (c == '|') c = '\0';
  return text;
}

}  // namespace

TEST_CASE("PLAIN: authzid, authcid, password, NULs between (RFC 4616)") {
  check(SaslResponse::plain({"", "tim", "tanstaaftanstaaf"}), with_nuls("|tim|tanstaaftanstaaf"));
  check(SaslResponse::plain({"Ursel", "Kurt", "xipj3plmq"}), with_nuls("Ursel|Kurt|xipj3plmq"));
  check(SaslResponse::plain({"", "u", ""}), with_nuls("|u|"));
  check(SaslResponse::plain({"", "", ""}), with_nuls("||"));
}

TEST_CASE("XOAUTH2: user and bearer token, ^A between") {
  check(SaslResponse::xoauth2({"", "a@example.org", "ya29.vF9"}), "user=a@example.org\1auth=Bearer ya29.vF9\1\1");
  const std::string token(4096, 't');
  check(SaslResponse::xoauth2({"", "u", token}), "user=u\1auth=Bearer " + token + "\1\1");
}

TEST_CASE("the answers of LOGIN are the texts themselves, and may be empty") {
  check(SaslResponse::user({"z", "alice", "s"}), "alice");
  check(SaslResponse::secret({"z", "alice", "s\2\3\4"}), "s\2\3\4");
  check(SaslResponse::user({"z", "", "s"}), "");
  check(SaslResponse(), "");
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
