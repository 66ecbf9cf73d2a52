#include <mailmote/mime/address_list.hpp>
#include <mailmote/wire/utf8.hpp>

#include <vector>

#include "splits.hpp"

using namespace mailmote::mime;
using Kind = ListedAddress::Kind;

namespace {

std::string one(const ListedAddress& a) {
  std::string flags = a.in_group ? "+" : "";
  flags += std::string(a.cut ? "^" : "") + (a.unknown_charset ? "?" : "") + (a.malformed_name ? "!" : "");
  const std::string name = a.name.empty() ? "" : std::string(a.name) + "|";
  switch (a.kind) {
    case Kind::mailbox: return flags + name + "<" + std::string(a.path) + ">";
    case Kind::group_begin: return flags + "{" + std::string(a.name);
    case Kind::group_end: return flags + "}";
    case Kind::malformed: return flags + name + "#" + std::string(a.raw) + "#";
    case Kind::end: break;
  }
  return "end";
}

// One after another: "name|<path>", "{group", "}", "#malformed#"; in front "+" in a group, "^" cut, "?" a charset that
// is not known, "!" octets that mean nothing.
std::string read(std::string_view list, std::size_t size = 1000) {
  const splits::HeapCopy copy(list);
  std::vector<char> room(size);
  AddressListReader reader(copy.view(), room);
  std::string all;
  for (ListedAddress a = reader.next(); a.kind != Kind::end; a = reader.next()) {
    CHECK(mailmote::wire::is_utf8(a.path));
    all += (all.empty() ? "" : " ") + one(a);
  }
  CHECK(reader.next().kind == Kind::end);
  return all;
}

}  // namespace

TEST_CASE("mailboxes") {
  CHECK(read("") == "");
  CHECK(read("a@b.example") == "<a@b.example>");
  CHECK(read("Alice <a@b>, c@d") == "Alice|<a@b> <c@d>");
  CHECK(read("<a@b>") == "<a@b>");
  CHECK(read("J. Q. O'Doe <a@b>") == "J. Q. O'Doe|<a@b>");
  CHECK(read("\"Doe, Jane\" <a@b>") == "Doe, Jane|<a@b>");
  CHECK(read("\"Joe Q. \\\"Pub\\\"\" (a (nested) comment) <joe@example.org>") == "Joe Q. \"Pub\"|<joe@example.org>");
  CHECK(read("Alice\r\n\t<a@b>,\r\n  c@d") == "Alice|<a@b> <c@d>");
  CHECK(read("\"a\"b \"c\"\t\t(x)d <a@b>") == "ab c d|<a@b>");
}

TEST_CASE("what the field was read from") {
  char room[100];
  AddressListReader list("  A <a@b> (c) , g : x y;", room);
  CHECK(list.next().raw == "A <a@b> (c)");
  CHECK(list.next().raw == "g :");
  CHECK(list.next().raw == "x y");
  CHECK(list.next().raw.empty());
}

TEST_CASE("groups") {
  CHECK(read("undisclosed-recipients:;") == "{undisclosed-recipients }");
  CHECK(read("friends: Ann <ann@x>, bob@x;, undisclosed-recipients:;, carl@x") ==
        "{friends +Ann|<ann@x> +<bob@x> } {undisclosed-recipients } <carl@x>");
  CHECK(read("\"The, team\" (x): a@b (A),, ; c@d") == "{The, team +A|<a@b> } <c@d>");
  CHECK(read("=?utf-8?Q?=C3=BC?=:;") == "{\xc3\xbc }");
  CHECK(read("g: a@b") == "{g +<a@b> }");
  CHECK(read("g:") == "{g }");
  CHECK(read(":;") == "{ }");
  CHECK(read("g: h: a@b, c@d;, e@f") == "{g +#h: a@b# +<c@d> } <e@f>");
  CHECK(read("g: a b;c@d") == "{g +#a b# } <c@d>");
}

TEST_CASE("a comment names who has no name") {
  CHECK(read("a@b (Alice)") == "Alice|<a@b>");
  CHECK(read("<a@b> ( Alice (work) )") == "Alice (work)|<a@b>");
  CHECK(read("(Alice) <a@b>") == "Alice|<a@b>");
  CHECK(read("a@b (=?utf-8?Q?J=C3=B6rg?=)") == "J\xc3\xb6rg|<a@b>");
  CHECK(read("a@b (x \\) y)") == "x ) y|<a@b>");
  CHECK(read("Alice <a@b> (Bob)") == "Alice|<a@b>");
  CHECK(read("a@b ()") == "<a@b>");
}

TEST_CASE("encoded words") {
  CHECK(read("=?utf-8?Q?J=C3=B6rg?= <a@b>") == "J\xc3\xb6rg|<a@b>");
  CHECK(read("=?ISO-8859-1?Q?Andr=E9?= Pirard <a@b>") == "Andr\xc3\xa9 Pirard|<a@b>");
  CHECK(read("=?utf-8?Q?a?=  =?utf-8?Q?b?= c <a@b>") == "ab c|<a@b>");
  CHECK(read("\"=?utf-8?Q?quoted?=\" <a@b>") == "quoted|<a@b>");
  CHECK(read("=?utf-8?Q?=C3?= (x) =?utf-8?Q?=BC?= <a@b>") == "\xc3\xbc|<a@b>");
  CHECK(read("=?x-none?Q?a?= <a@b>") == "?=?x-none?Q?a?=|<a@b>");
  CHECK(read("=?utf-8?Q?=C3x?= <a@b>") == "!\xef\xbf\xbdx|<a@b>");
  CHECK(read("=?utf-8?Q?=00=0D=0A=1B?=x <a@b>") == "    x|<a@b>");
  SUBCASE("with specials in them, as some programs write") {
    CHECK(read("=?utf-8?Q?Doe,_<Jane>?= <a@b>, c@d") == "Doe, <Jane>|<a@b> <c@d>");
    CHECK(read("=?utf-8?Q?a,b?=@x, c@d") == "#=?utf-8?Q?a,b?=@x# <c@d>");
    CHECK(read("<=?utf-8?Q?a,b?=@x>, c@d") == "#<=?utf-8?Q?a# #b?=@x># <c@d>");
  }
}

TEST_CASE("octets above 127") {
  CHECK(read("J\xc3\xb6rg <j\xc3\xb6rg@\xc3\xbc.example>") == "J\xc3\xb6rg|<j\xc3\xb6rg@\xc3\xbc.example>");
  CHECK(read("J\xf6rg <a@b>") == "!J\xef\xbf\xbdrg|<a@b>");
  CHECK(read("j\xf6rg@b, c@d") == "#j\xf6rg@b# <c@d>");
}

TEST_CASE("obsolete syntax") {
  CHECK(read("A <@a,@b.c : c@d>") == "A|<c@d>");
  CHECK(read("<@a, (x) ,@b:c@d>") == "x|<c@d>");
  CHECK(read("a . b (x) @ (y) c . \r\n d") == "y|<a.b@c.d>");
  CHECK(read("\"a b\" . c@d") == "<\"a b\".c@d>");
  CHECK(read(",, a@b ,\t, c@d,") == "<a@b> <c@d>");
  CHECK(read("pete(his account)@silly.test(his host)") == "his host|<pete@silly.test>");
}

TEST_CASE("what is met though it is wrong") {
  CHECK(read("a@b <a@b>") == "a@b|<a@b>");
  CHECK(read("[list] Alice @ Work <a@b>") == "[list] Alice @ Work|<a@b>");
  CHECK(read("Pump\\3 <a@b>") == "Pump\\3|<a@b>");
  CHECK(read("a..b.@docomo.example") == "<a..b.@docomo.example>");
  CHECK(read("a@b.example.") == "<a@b.example.>");
  CHECK(read("a@b; c@d;") == "<a@b> <c@d>");
}

TEST_CASE("paths") {
  CHECK(read("<>") == "<>");
  CHECK(read("A < >") == "A|<>");
  CHECK(read("a@[192.0.2.1]") == "<a@[192.0.2.1]>");
  CHECK(read("a@[ IPv6:2001:db8::1 ], g: b@[IPv6:::1];") == "<a@[IPv6:2001:db8::1]> {g +<b@[IPv6:::1]> }");
  CHECK(read("\"a\\\"@,;b\"@c") == "<\"a\\\"@,;b\"@c>");
  CHECK(read("\"a\r\n b\"@c") == "<\"a b\"@c>");
}

TEST_CASE("malformed elements come as they are, and the next comma begins another") {
  for (const std::string list :
       {"x",      "x y",  "a b@c",       "@c",      "a@",      "a@b c",        "a@b@c",       "a@b <",
        "a@b> x", "<a@b", "<a@b> <c@d>", "<a@b> c", "<<a@b>>", "<a>",          "<@a>",        "<@a b@c>",
        "a@[",    "a@[1", "a@[x y]z",    "a@[\\]]", "a@\"b\"", "\"a\" b@c",    "\"a\x01\"@c", "a\x01@c",
        ")",      "]",    ">",           "\"x\"",   "(x)",     "<mailto:a@b>", "a\\b@c"}) {
    INFO(list);
    CHECK(read(list).ends_with("#" + list + "#"));
    CHECK(read(list + " , c@d").ends_with("#" + list + "# <c@d>"));
  }
  CHECK(read("Alice <a>, b@c") == "Alice|#Alice <a># <b@c>");
  CHECK(read("Doe, Jane <a@b>") == "#Doe# Jane|<a@b>");
  CHECK(read(std::string_view("a\0@b, c@d", 9)) == std::string("#a\0@b# <c@d>", 12));
}

TEST_CASE("what is not closed reaches to the end") {
  CHECK(read("a@b, \"c <c@d>, e@f") == "<a@b> #\"c <c@d>, e@f#");
  CHECK(read("a@b, (c, e@f") == "<a@b> #(c, e@f#");
  CHECK(read("a@b (c, e@f") == "#a@b (c, e@f#");
  CHECK(read("A <a@b> (c, e@f") == "A|#A <a@b> (c, e@f#");
  CHECK(read("\"a\\") == "#\"a\\#");
}

TEST_CASE("no room: a name is cut on a code point, a path never") {
  const std::string_view list = "J\xc3\xb6rg <a@b>, c@d";
  CHECK(read(list, 8) == "J\xc3\xb6rg|<a@b> <c@d>");
  CHECK(read(list, 7) == "^J\xc3\xb6r|<a@b> <c@d>");
  CHECK(read(list, 5) == "^J|<a@b> <c@d>");
  CHECK(read(list, 3) == "^<a@b> <c@d>");
  CHECK(read(list, 2) == "^J|#J\xc3\xb6rg <a@b># ^#c@d#");
  CHECK(read("<j\xc3\xb6@b>", 2) == "^#<j\xc3\xb6@b>#");
  CHECK(read(list, 0) == "^#J\xc3\xb6rg <a@b># ^#c@d#");
}

TEST_CASE("a flood takes linear time") {
  const auto times = [](std::string_view text, int n) {
    std::string all;
    while (n-- > 0) all += text;
    return all;
  };
  CHECK(read(times("(a)", 100'000) + "a@b") == "a|<a@b>");
  CHECK(read(times("(", 300'000) + times(")", 300'000) + "a@b", 300'000).ends_with("|^<a@b>") == false);
  CHECK(read(times(",", 1'000'000) + "a@b") == "<a@b>");
  CHECK(read(times("=?utf-8?Q?a?= ", 100'000) + "<a@b>", 200'000).size() == 100'000 + 6);
  for (const char* piece :
       {"<", "<@", "@", "\"", "\"\\", "(", "[", "a@[", "=?", "=?a?Q?", ":", "g:", "a ", ".", "\\"}) {
    read(times(piece, 200'000));
    read(times(std::string(piece) + ",", 100'000));
  }
}
