#include "imap_behaviour.hpp"

namespace sim {

namespace {

void roll_forms(ImapBehaviour& b, Dice& dice) {
  b.tells_in_greeting = dice.coin();
  b.tells_at_login = dice.coin();
  b.sasl_ir = dice.coin();
  constexpr const char* literals[] = {"", "LITERAL+", "LITERAL-"};
  b.literals = literals[dice.from(0, 2)];
  for (const char* word : {"IDLE", "MOVE", "UIDPLUS", "UNSELECT", "ESEARCH", "ID", "NAMESPACE", "X-WHAT=EVER"})
    if (!dice.once_in(3)) b.extensions += std::string(" ") + word;
  b.literal_in = dice.from(1, 8);
  b.lower_case = dice.once_in(4);
  b.bare_plus = dice.once_in(4);
  b.silent_texts = dice.once_in(4);
  b.codes = dice.once_in(4);
  b.separate_flags = dice.once_in(4);
  b.sloppy = dice.once_in(4);
  b.swaps = dice.once_in(3);
  b.chatty = dice.once_in(3);
  b.others_in = dice.coin() ? dice.from(1, 5) : 0;
}

void roll_refusals(ImapBehaviour& b, Dice& dice) {
  b.starttls = !dice.once_in(10);
  b.logindisabled = dice.once_in(5);
  b.preauth = dice.once_in(20);
  constexpr const char* sets[] = {"PLAIN LOGIN XOAUTH2", "LOGIN", "PLAIN", "XOAUTH2", "GSSAPI", ""};
  b.mechanisms = sets[dice.coin() ? 0 : dice.from(0, 5)];
  if (dice.once_in(3)) b.more_in_clear = dice.coin() ? " AUTH=PLAIN LITERAL+ SASL-IR" : " IDLE MOVE LITERAL-";
  b.refuses_login = dice.once_in(15);
  b.refuses_literals = dice.once_in(10);
  b.refuses_in = dice.once_in(3) ? dice.from(1, 10) : 0;
  b.others_expunge = dice.coin();
  b.keeps_expunged = dice.coin();
  if (dice.coin()) return;
  b.misdeed = static_cast<ImapMisdeed>(dice.from(1, static_cast<std::size_t>(ImapMisdeed::literal_long)));
  b.misdeed_at = dice.from(0, 14);
}

}  // namespace

ImapBehaviour ImapBehaviour::rolled(Dice& dice, bool honest) {
  ImapBehaviour b;
  roll_forms(b, dice);
  if (!honest) roll_refusals(b, dice);
  return b;
}

std::string ImapBehaviour::text() const {
  std::string s =
      std::string(starttls ? "STARTTLS" : "no STARTTLS") + ", AUTH " + mechanisms + ", " + literals + extensions;
  const auto say = [&s](bool is, const char* what) {
    if (is) s += std::string(", ") + what;
  };
  say(logindisabled, "LOGINDISABLED");
  say(preauth, "PREAUTH");
  say(sasl_ir, "SASL-IR");
  say(!more_in_clear.empty(), "more in clear");
  say(refuses_login, "refuses logins");
  say(refuses_literals, "refuses literals");
  if (refuses_in != 0) s += ", refuses a command in " + std::to_string(refuses_in);
  if (others_in != 0) s += ", others act before a command in " + std::to_string(others_in);
  say(others_expunge, "others expunge");
  say(keeps_expunged, "keeps what they expunged");
  say(lower_case, "lower case");
  say(sloppy, "sloppy");
  say(swaps, "swaps answers");
  if (misdeed != ImapMisdeed::none)
    s += ", misdeed " + std::to_string(static_cast<int>(misdeed)) + " at answer " + std::to_string(misdeed_at);
  return s;
}

}  // namespace sim
