#include <mailmote/imap/search_key.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

using namespace mailmote;
using namespace mailmote::imap;

namespace {

struct Written {
  std::string text;  // "|" where a gate stands
  bool sound = false, fits = false;
};

Written write(const std::vector<SearchKey>& keys, std::uint8_t returns, std::uint8_t forms, std::size_t size) {
  const std::unique_ptr<char[]> storage(new char[size]);
  Outbox out({storage.get(), size});
  out.begin();
  Written w;
  put_returns(out, returns);
  put_search(out, keys, forms);
  w.sound = !out.is_spoiled();
  w.fits = out.commit();
  CHECK((w.fits || out.empty()));
  while (!out.empty()) {
    w.text += out.ready();
    out.sent(out.ready().size());
    if (out.open_gate()) w.text += "|";
  }
  return w;
}

std::string search(const std::vector<SearchKey>& keys, std::uint8_t returns = 0, std::uint8_t forms = 0) {
  const Written w = write(keys, returns, forms, 4096);
  return !w.sound ? "!" : !w.fits ? "(no room)" : w.text;
}

const wire::Date day{2024, 2, 1};

}  // namespace

TEST_CASE("every key of RFC 3501") {
  CHECK(search({key::all()}) == "ALL");
  CHECK(search({key::answered(), key::deleted(), key::draft(), key::flagged(), key::new_mail(), key::old(),
                key::recent(), key::seen()}) == "ANSWERED DELETED DRAFT FLAGGED NEW OLD RECENT SEEN");
  CHECK(search({key::unanswered(), key::undeleted(), key::undraft(), key::unflagged(), key::unseen()}) ==
        "UNANSWERED UNDELETED UNDRAFT UNFLAGGED UNSEEN");
  CHECK(search({key::bcc("a"), key::body("b"), key::cc("c"), key::from("d"), key::subject("e"), key::text("f"),
                key::to("g")}) == "BCC a BODY b CC c FROM d SUBJECT e TEXT f TO g");
  CHECK(search({key::before(day), key::on(day), key::since(day)}) ==
        "BEFORE 1-Feb-2024 ON 1-Feb-2024 SINCE 1-Feb-2024");
  CHECK(search({key::sent_before(day), key::sent_on(day), key::sent_since({1999, 12, 31})}) ==
        "SENTBEFORE 1-Feb-2024 SENTON 1-Feb-2024 SENTSINCE 31-Dec-1999");
  CHECK(search({key::keyword("$Junk"), key::unkeyword("later")}) == "KEYWORD $Junk UNKEYWORD later");
  CHECK(search({key::larger(0), key::smaller(UINT32_MAX)}) == "LARGER 0 SMALLER 4294967295");
  CHECK(search({key::header("X-Spam", "yes"), key::header("List-Id", "")}) == "HEADER X-Spam yes HEADER List-Id \"\"");
  CHECK(search({key::uids({1, 3}), key::numbers({7, 7})}) == "UID 1:3 7");
  CHECK(search({key::negate(), key::seen(), key::either(), key::from("a"), key::to("a")}) == "NOT SEEN OR FROM a TO a");
}

TEST_CASE("sets of several ranges") {
  CHECK(search({key::or_more(key::uids({1, 3})), key::or_more(key::uids({7, 7})), key::uids({9, Range::star}),
                key::seen()}) == "UID 1:3,7,9:* SEEN");
  CHECK(search({key::negate(), key::or_more(key::numbers({Range::star, Range::star})), key::numbers({2, 4})}) ==
        "NOT *,2:4");
}

TEST_CASE("groups") {
  CHECK(search({key::negate(), key::all_of(2), key::seen(), key::flagged(), key::old()}) == "NOT (SEEN FLAGGED) OLD");
  CHECK(search({key::either(), key::all_of(2), key::from("a"), key::to("b"), key::all_of(1), key::all_of(1),
                key::draft()}) == "OR (FROM a TO b) ((DRAFT))");
  CHECK(search({key::all_of(1), key::either(), key::all_of(1), key::seen(), key::or_more(key::uids({1, 1})),
                key::uids({3, 3}), key::recent()}) == "(OR (SEEN) UID 1,3) RECENT");
}

TEST_CASE("texts: quoted, or as literals behind a charset") {
  CHECK(search({key::from("joe smith")}) == "FROM \"joe smith\"");
  CHECK(search({key::subject("a\"b)"), key::seen()}) == "SUBJECT \"a\\\"b)\" SEEN");
  CHECK(search({key::from("joe")}, 0, always_quoted) == "FROM \"joe\"");
  CHECK(search({key::subject("\u00e4\u00f6")}) == "CHARSET UTF-8 SUBJECT {4}\r\n|\u00e4\u00f6");
  CHECK(search({key::subject("\u00e4"), key::to("x")}, 0, literal_minus) ==
        "CHARSET UTF-8 SUBJECT {2+}\r\n\u00e4 TO x");
  CHECK(search({key::body("a\r\nb")}) == "BODY {4}\r\n|a\r\nb");
  CHECK(search({key::header("X-A", "\u00e4")}, 0, literal_plus) == "CHARSET UTF-8 HEADER X-A {2+}\r\n\u00e4");
}

TEST_CASE("what ESEARCH is to return (RFC 4731)") {
  CHECK(search({key::all()}, return_count) == "RETURN (COUNT) ALL");
  CHECK(search({key::all()}, return_min | return_max | return_count | return_all) == "RETURN (MIN MAX COUNT ALL) ALL");
  CHECK(search({key::from("\u00e4")}, return_min | return_all, literal_plus) ==
        "RETURN (MIN ALL) CHARSET UTF-8 FROM {2+}\r\n\u00e4");
  CHECK(search({key::all()}, 16) == "!");
}

TEST_CASE("rows that are not complete put nothing") {
  for (const auto& keys : std::vector<std::vector<SearchKey>>{{},
                                                              {key::negate()},
                                                              {key::either(), key::seen()},
                                                              {key::all_of(2), key::seen()},
                                                              {key::or_more(key::uids({1, 1})), key::seen()}}) {
    const Written w = write(keys, return_all, literal_plus, 256);
    CHECK_FALSE(w.sound);
    CHECK(w.text.empty());
  }
}

TEST_CASE("keys that cannot be carried") {
  for (const std::string_view text :
       {std::string_view("a\0b", 3), {"\xff"}, {"\u00e4\xc3"}, {"\xed\xa0\x80"}, {"\xc0\xaf"}}) {
    CHECK(search({key::from(text)}) == "!");
    CHECK(search({key::header("X", text)}) == "!");
  }
  for (const std::string_view word : {std::string_view(""),
                                      {"a b"},
                                      {"a\r\nA2 LOGOUT"},
                                      {"\\Seen"},
                                      {"\u00e4"},
                                      {"a)"},
                                      {"\"a\""},
                                      {"{1}"},
                                      {"a\0", 2}}) {
    CHECK(search({key::keyword(word)}) == "!");
    CHECK(search({key::unkeyword(word)}) == "!");
    CHECK(search({key::header(word, "x")}) == "!");
  }
  CHECK(search({key::header("Subject:", "x")}) == "!");
  CHECK(search({key::since({2024, 2, 30})}) == "!");
  CHECK(search({key::since({})}) == "!");
  CHECK(search({key::uids({0, 1})}) == "!");
  CHECK(search({key::uids({1, 0})}) == "!");
  CHECK(search({key::or_more(key::numbers({1, 1})), key::numbers({})}) == "!");
}

TEST_CASE("whole in exactly enough room, and not at all in one octet less") {
  const std::vector<SearchKey> keys = {key::negate(), key::all_of(2), key::from("joe smith"), key::since(day),
                                       key::subject("\u00e4")};
  const Written all = write(keys, return_all, literal_plus, 4096);
  REQUIRE((all.sound && all.fits));
  for (std::size_t n = 0; n < all.text.size(); ++n) {
    const Written w = write(keys, return_all, literal_plus, n);
    CHECK_FALSE(w.fits);
    CHECK(w.text.empty());
  }
  CHECK(write(keys, return_all, literal_plus, all.text.size()).text == all.text);
}

TEST_CASE("no more literals that wait than the outbox has gates") {
  std::vector<SearchKey> keys(Outbox::max_gates, key::from("\u00e4"));
  CHECK(search(keys) ==
        "CHARSET UTF-8 FROM {2}\r\n|\u00e4 FROM {2}\r\n|\u00e4 FROM {2}\r\n|\u00e4 FROM {2}\r\n|\u00e4");
  keys.push_back(keys[0]);
  CHECK(search(keys) == "(no room)");
}
