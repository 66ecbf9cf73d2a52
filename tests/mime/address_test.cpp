#include <mailmote/mime/address.hpp>

#include "splits.hpp"

using mailmote::mime::Address;
using mailmote::mime::AddressReader;
using Kind = Address::Kind;
using Reason = Address::Reason;

namespace {

// "path", "name|path" or "'name'|path" if it was quoted, one after another with a semicolon; "!offset" for a refusal.
std::string read_all(std::string_view list) {
  const splits::HeapCopy copy(list);
  AddressReader reader(copy.view());
  std::string all;
  for (;;) {
    const Address a = reader.next();
    if (a.kind == Kind::end) break;
    if (!all.empty()) all += "; ";
    if (a.kind == Kind::refused) return all + "!" + std::to_string(a.offset);
    const std::string name(a.display_name);
    if (a.quoted) {
      all += "'" + name + "'|";
    } else if (!name.empty()) {
      all += name + "|";
    }
    all += a.path;
  }
  return all;
}

Address last(std::string_view list) {
  AddressReader reader(list);
  Address a = reader.next();
  while (a.kind == Kind::mailbox) a = reader.next();
  return a;
}

void refused(std::string_view list, Reason reason, unsigned offset) {
  INFO("list: ", std::string(list));
  const splits::HeapCopy copy(list);
  const Address a = last(copy.view());
  CHECK(a.kind == Kind::refused);
  CHECK(int(a.reason) == int(reason));
  CHECK(a.offset == offset);
}

}  // namespace

TEST_CASE("addresses as people write them") {
  CHECK(read_all("ops@plant.example") == "ops@plant.example");
  CHECK(read_all("<ops@plant.example>") == "ops@plant.example");
  CHECK(read_all("Pump 3 <pump3@plant.example>") == "Pump 3|pump3@plant.example");
  CHECK(read_all("ops@plant.example, Zoë <zoe@plant.example>, \"Doe, Jane\" <jane@x.example>") ==
        "ops@plant.example; Zoë|zoe@plant.example; 'Doe, Jane'|jane@x.example");
  CHECK(read_all(" \ta@b ,\tc@d\t ") == "a@b; c@d");
  CHECK(read_all("a@b,c@d") == "a@b; c@d");
  CHECK(read_all("Name<a@b>") == "Name|a@b");
}

TEST_CASE("an empty list") {
  CHECK(read_all("").empty());
  CHECK(read_all(" \t ").empty());
  CHECK(last("").kind == Kind::end);
}

TEST_CASE("display names") {
  CHECK(read_all("J. Q. O'Doe <a@b>") == "J. Q. O'Doe|a@b");
  CHECK(read_all("[alarm] Pump\\3 <a@b>") == "[alarm] Pump\\3|a@b");
  CHECK(read_all("\"a \\\" b\" <a@b>") == "'a \\\" b'|a@b");
  CHECK(read_all("\"x@y <z@w>\" <a@b>") == "'x@y <z@w>'|a@b");
  CHECK(read_all("\"\" <a@b>") == "''|a@b");
  SUBCASE("quotes in the middle are part of the name") {
    CHECK(read_all("Jane \"J, D\" Doe <a@b>") == "Jane \"J, D\" Doe|a@b");
    CHECK(read_all("\"Jane\" \"Doe\" <a@b>") == "\"Jane\" \"Doe\"|a@b");
  }
  SUBCASE("as long as 255 octets") {
    CHECK(last(std::string(255, 'x') + " <a@b>").kind == Kind::end);
    refused(std::string(256, 'x') + " <a@b>", Reason::name_too_long, 255);
  }
}

TEST_CASE("local parts") {
  CHECK(read_all("!#$%&'*+-/=?^_`{|}~.z@b") == "!#$%&'*+-/=?^_`{|}~.z@b");
  CHECK(read_all("\"a,@\\\"b\"@c") == "\"a,@\\\"b\"@c");
  CHECK(read_all("\"\"@c") == "\"\"@c");
  CHECK(read_all("X <\"a.\"@b>") == "X|\"a.\"@b");
  refused("@b", Reason::empty_local, 0);
  refused("<@a,@b:c@d>", Reason::empty_local, 1);
  refused(".a@b", Reason::local_octet, 0);
  refused("a.@b", Reason::local_octet, 1);
  refused("a..b@c", Reason::local_octet, 1);
  refused("a b@c", Reason::local_octet, 1);
  refused("a\t@b", Reason::local_octet, 1);
  refused("a>b@c", Reason::local_octet, 1);
  refused("a\\b@c", Reason::local_octet, 1);
  refused("< a@b>", Reason::local_octet, 1);
  refused("<a <b@c>", Reason::local_octet, 2);
  refused("\"a b\"@c", Reason::local_octet, 2);
  refused("\"a>b\"@c", Reason::local_octet, 2);
  refused("<\"a<b\"@c>", Reason::local_octet, 3);
  refused("\"a\"b@c", Reason::local_octet, 3);
  CHECK(last(std::string(64, 'x') + "@b").kind == Kind::end);
  refused(std::string(65, 'x') + "@b", Reason::local_too_long, 64);
  refused("<" + std::string(65, 'x') + "@b>", Reason::local_too_long, 65);
}

TEST_CASE("domains") {
  CHECK(read_all("a@localhost") == "a@localhost");
  CHECK(read_all("a@xn--bcher-kva.example") == "a@xn--bcher-kva.example");
  CHECK(read_all("a@[192.0.2.1], <b@[IPv6:2001:db8::1]>") == "a@[192.0.2.1]; b@[IPv6:2001:db8::1]");
  refused("a@b..c", Reason::domain_octet, 4);
  refused("a@b.", Reason::domain_octet, 4);
  refused("a@.b", Reason::domain_octet, 2);
  refused("a@-b", Reason::domain_octet, 2);
  refused("a@b-.c", Reason::domain_octet, 3);
  refused("a@b_c", Reason::domain_octet, 3);
  refused("a@b@c", Reason::domain_octet, 3);
  refused("a@b>", Reason::domain_octet, 3);
  refused("a@b; c@d", Reason::domain_octet, 3);
  refused("<a@b, c@d>", Reason::domain_octet, 4);
  refused("<a@b >", Reason::domain_octet, 4);
  refused("a@[]", Reason::domain_octet, 3);
  refused("a@[1 2]", Reason::domain_octet, 4);
  refused("a@[1.2.3.4", Reason::domain_octet, 10);
  const std::string label(63, 'x');
  CHECK(last("a@" + label).kind == Kind::end);
  refused("a@" + label + "x.y", Reason::domain_too_long, 65);
  const std::string most = label + "." + label + "." + label + "." + label;
  CHECK(last("a@" + most).kind == Kind::end);
  refused("a@" + most + ".y", Reason::domain_too_long, 257);
}

TEST_CASE("no domain at all") {
  refused("ops", Reason::no_at, 0);
  refused("  Zoë", Reason::no_at, 2);
  refused("Müller, Hans <h@b>", Reason::no_at, 0);
  refused("Hans <hans>", Reason::no_at, 6);
  refused("<>", Reason::no_at, 1);
  refused("a@", Reason::no_at, 2);
  refused("a@, b@c", Reason::no_at, 2);
  refused("<a@>", Reason::no_at, 3);
  refused("\"a\"", Reason::no_at, 0);
}

TEST_CASE("an address beyond ASCII is told apart") {
  refused("zoë@b", Reason::not_ascii, 2);
  refused("\"zoë\"@b", Reason::not_ascii, 3);
  refused("a@bücher.example", Reason::not_ascii, 3);
  refused("a@b.ü", Reason::not_ascii, 4);
  refused("a.ë@b", Reason::not_ascii, 2);
}

TEST_CASE("no second address hides in the first") {
  refused("a@b <c@d>", Reason::trailing_text, 4);
  refused("a@b c@d", Reason::trailing_text, 4);
  refused("<a@b> c@d", Reason::trailing_text, 6);
  refused("<a@b><c@d>", Reason::trailing_text, 5);
  refused("a@b,", Reason::empty, 4);
  refused(", a@b", Reason::empty, 0);
  refused("a@b, , c@d", Reason::empty, 5);
  refused("team: a@b, c@d;", Reason::group, 4);
  refused("undisclosed-recipients:;", Reason::group, 22);
  refused("a; b@c", Reason::group, 1);
  refused("a@b (Jane)", Reason::comment, 4);
  refused("(Jane) a@b", Reason::comment, 0);
  refused("<a@b> (Jane)", Reason::comment, 6);
  refused("<a@b", Reason::unclosed_angle, 0);
  refused("Jane \"D <a@b>", Reason::unclosed_quote, 5);
  refused("\"a\\", Reason::unclosed_quote, 0);
}

TEST_CASE("no control octet anywhere") {
  for (const char c : {'\r', '\n', '\0', '\x1b', '\x7f'}) {
    const std::string bad(1, c);
    refused("a" + bad + "@b", Reason::control_octet, 1);
    refused("a@b" + bad, Reason::control_octet, 3);
    refused("a@b " + bad, Reason::control_octet, 4);
    refused("X" + bad + " <a@b>", Reason::control_octet, 1);
    refused("\"X" + bad + "\" <a@b>", Reason::control_octet, 2);
    refused("\"X\\" + bad + "\" <a@b>", Reason::control_octet, 3);
    refused("\"x" + bad + "\"@b", Reason::control_octet, 2);
    refused("<a" + bad + "@b>", Reason::control_octet, 2);
    refused("<a@b" + bad + ">", Reason::control_octet, 4);
    refused("<a@b>" + bad, Reason::control_octet, 5);
    refused(bad, Reason::control_octet, 0);
  }
  refused("a@b\r\nBcc: c@d", Reason::control_octet, 3);
}

TEST_CASE("the last word stays the last") {
  AddressReader reader("a@b, c, d@e");
  CHECK(reader.next().path == "a@b");
  for (int i = 0; i < 3; ++i) {
    const Address a = reader.next();
    CHECK(a.kind == Kind::refused);
    CHECK(a.offset == 5);
  }
  AddressReader ended("a@b");
  CHECK(ended.next().kind == Kind::mailbox);
  for (int i = 0; i < 3; ++i) CHECK(ended.next().kind == Kind::end);
}

TEST_CASE("an offset beyond 65535 is told as that") { refused(std::string(70000, ' ') + "ops", Reason::no_at, 65535); }

TEST_CASE("a long list") {
  std::string list;
  for (int i = 0; i < 1000; ++i) list += (i == 0 ? "a" : ", a") + std::to_string(i) + "@plant.example";
  AddressReader reader(list);
  int count = 0;
  while (reader.next().kind == Kind::mailbox) ++count;
  CHECK(count == 1000);
}
