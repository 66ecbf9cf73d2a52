#include <mailmote/mime/parameters.hpp>
#include <mailmote/wire/utf8.hpp>

#include <vector>

#include "splits.hpp"

using namespace mailmote::mime;

namespace {

std::string shown(const ParameterValue& v) {
  CHECK(mailmote::wire::is_utf8(v.text));
  return std::string(v.text) + (v.found ? "" : "-") + (v.cut ? "^" : "") + (v.unknown_charset ? "?" : "") +
         (v.malformed ? "!" : "") + (v.defective ? "#" : "");
}

// "-" not found, "^" cut, "?" a charset that nobody knows, "!" octets that mean nothing, "#" defective.
std::string get(std::string_view field, std::string_view name, std::size_t size = 200) {
  const splits::HeapCopy copy(field);
  std::vector<char> room(size);
  return shown(Parameters(copy.view()).get(name, room));
}

std::string file_name(std::string_view disposition, std::string_view type, std::size_t size = 200) {
  std::vector<char> room(size);
  return shown(file_name(Parameters(disposition), Parameters(type), room));
}

// "type/subtype", then each parameter: "name=value", in quotes if it was, "#" in front of one that is malformed, which
// is given raw.
std::string all(std::string_view field) {
  const splits::HeapCopy copy(field);
  const Parameters parameters(copy.view());
  std::string text = std::string(parameters.type()) + "/" + std::string(parameters.subtype());
  Parameter p;
  for (std::size_t at = 0; parameters.next(at, p);) {
    const std::string quote = p.quoted ? "\"" : "";
    text += p.malformed ? " #" + std::string(p.raw)
                        : " " + std::string(p.name) + "=" + quote + std::string(p.value) + quote;
  }
  return text;
}

}  // namespace

TEST_CASE("types") {
  CHECK(Parameters("Text/Plain; charset=x").is("text", "plain"));
  CHECK_FALSE(Parameters("text/plainer").is("text", "plain"));
  CHECK_FALSE(Parameters("text").is("text", "plain"));
  CHECK(Parameters("ATTACHMENT").is("attachment"));
  CHECK_FALSE(Parameters("attachment/x").is("attachment"));
  CHECK(all("text/plain") == "text/plain");
  CHECK(all(" (a) text (b) / (c) plain (d)") == "text/plain");
  CHECK(all("") == "/");
  CHECK(all("(") == "/");
  CHECK(all("/") == "/");
  CHECK(all("text/") == "text/");
  CHECK(all("application/vnd.a+xml;") == "application/vnd.a+xml");
  CHECK(all("text/plain/x y; a=b") == "text/plain a=b");
}

TEST_CASE("parameters") {
  CHECK(all("text/plain; charset=us-ascii; format=flowed") == "text/plain charset=us-ascii format=flowed");
  CHECK(all("text/plain;charset=\"utf-8\";a=\"\"") == "text/plain charset=\"utf-8\" a=\"\"");
  CHECK(all("a/b; c = d ;\r\n\te= \"f\" ") == "a/b c=d e=\"f\"");
  CHECK(all("a/b; c=\"d;\\\"=\\\\\"; e=f") == "a/b c=\"d;\\\"=\\\\\" e=f");
  CHECK(all("a/b; charset=us-ascii (Plain text); d=e (x)(y)") == "a/b charset=us-ascii d=e");
  CHECK(all("a/b (x); (y) c (z) = (v) d (w) ; (u)") == "a/b c=d");
  CHECK(all("a/b; ;; c=d;;") == "a/b c=d");
  CHECK(all("attachment; c=") == "attachment/ c=");
  CHECK(all("attachment; c=; d=e") == "attachment/ c= d=e");
}

TEST_CASE("what is met though it is wrong") {
  SUBCASE("no quotes") {
    CHECK(all("a/b; name=long name (1).txt; c=d") == "a/b name=long name (1).txt c=d");
    CHECK(all("a/b; name=x(1).txt") == "a/b name=x(1).txt");
    CHECK(all("a/b; boundary=----=_(1):/?; c=d") == "a/b boundary=----=_(1):/? c=d");
    CHECK(all("a/b; name==?utf-8?Q?x?= =?utf-8?Q?y?=; c=d") == "a/b name==?utf-8?Q?x?= =?utf-8?Q?y?= c=d");
    CHECK(all("a/b; name=J\xc3\xb6rg") == "a/b name=J\xc3\xb6rg");
  }
  SUBCASE("no semicolon") {
    CHECK(all("text/plain charset=utf-8 format=flowed") == "text/plain charset=utf-8 format=flowed");
    CHECK(all("a/b; c=\"d\" e=f g=h i") == "a/b c=\"d\" e=f g=h i");
    CHECK(all("a/b; c=\"d\"e=f") == "a/b c=\"d\" e=f");
    CHECK(all("a/b; c=d (x) e=f") == "a/b c=d e=f");
  }
  SUBCASE("no type") {
    CHECK(all("charset=utf-8") == "/ charset=utf-8");
    CHECK(all("; charset=utf-8") == "/ charset=utf-8");
  }
  SUBCASE("no parameter: it comes as it is") {
    CHECK(all("a/b; c; d=e") == "a/b #c d=e");
    CHECK(all("a/b; charset utf-8; d=e") == "a/b #charset utf-8 d=e");
    CHECK(all("a/b; =x; d=e") == "a/b #=x d=e");
    CHECK(all("a/b; x y c=d") == "a/b #x y c=d");
    CHECK(all("a/b; x c=d") == "a/b #x c=d");
    CHECK(all("a/b; \"x;y\"; c=d") == "a/b #\"x;y\" c=d");
    CHECK(all("a/b; c=\"d\" x y; e=f") == "a/b #c=\"d\" x y e=f");
    CHECK(all("a/b; c=\"d; e=f") == "a/b #c=\"d; e=f");
    CHECK(all("a/b; c=d (x; e=f") == "a/b #c=d (x; e=f");
  }
}

TEST_CASE("a parameter as text") {
  CHECK(get("text/plain; CharSet=UTF-8", "charset") == "UTF-8");
  CHECK(get("text/plain; charset=\"iso-8859-1\"", "charset") == "iso-8859-1");
  CHECK(get("text/plain; charset=us-ascii (Plain text)", "charset") == "us-ascii");
  CHECK(get("text/plain", "charset") == "-");
  CHECK(get("text/plain; charset=", "charset") == "");
  CHECK(get("a/b; name=\"a\\\"b;c\\\\d.txt\"", "name") == "a\"b;c\\d.txt");
  CHECK(get("a/b; name=J\xf6rg", "name") == "J\xef\xbf\xbdrg!");
  CHECK(get("a/b; name=\"a\x01\tb\r\n c\"", "name") == "a  b c");
  CHECK(get("a/b; boundary=\"=_(a)'+_,-./:=?b\"", "boundary") == "=_(a)'+_,-./:=?b");
}

TEST_CASE("of two of a name the first counts, and they are told of") {
  CHECK(get("a/b; charset=x; charset=y", "charset") == "x#");
  CHECK(get("a/b; name*=''x; name*=''y", "name") == "x#");
  CHECK(get("a/b; name=\"x", "name") == "x#");
  CHECK(get("a/b; name=\"x\" y", "name") == "x#");
}

TEST_CASE("encoded words in a value") {
  CHECK(get("a/b; name=\"=?utf-8?Q?J=C3=B6rg?= =?iso-8859-15?B?pA==?=.txt\"", "name") == "J\xc3\xb6rg\xe2\x82\xac.txt");
  CHECK(get("a/b; name==?utf-8?B?w7w=?=", "name") == "\xc3\xbc");
  CHECK(get("a/b; name=\"=?koi8-r?B?8A==?=\"", "name") == "=?koi8-r?B?8A==?=?");
}

TEST_CASE("RFC 2231") {
  CHECK(get("a/b; name*=utf-8''na%C3%AFve%20file.txt", "name") == "na\xc3\xafve file.txt");
  CHECK(get("a/b; name*=\"utf-8''na%C3%AFve\"", "name") == "na\xc3\xafve");
  CHECK(get("a/b; filename*0=\"long \"; filename*1=\"na\\\"me.pdf\"", "filename") == "long na\"me.pdf");
  CHECK(get("a/x; title*0*=us-ascii'en'This%20is%20even%20more%20; title*1*=%2A%2A%2Afun%2A%2A%2A%20; title*2=\"isn't "
            "it!\"",
            "title") == "This is even more ***fun*** isn't it!");
  CHECK(get("a/b; name*0*=utf-8''%e2; name*1*=%82%ac; name*2=%20", "name") == "\xe2\x82\xac%20");
  CHECK(get("a/b; name*=koi8-r''%F0", "name") == "koi8-r''%F0?");
  SUBCASE("sections in any order, with others between") {
    CHECK(get("a/b; name*2=c; name*0=a; x*1=y; name*1=b", "name") == "abc");
    CHECK(get("a/b; name*1*=%bc; name*0*=utf-8''%c3", "name") == "\xc3\xbc");
  }
  SUBCASE("a section is missing, or there twice") {
    CHECK(get("a/b; name*0=a; name*2=c", "name") == "a#");
    CHECK(get("a/b; name*0=a; name*0=b; name*1=c", "name") == "ac#");
    CHECK(get("a/b; name*1=a", "name") == "-#");
    CHECK(get("a/b; name*x=a", "name") == "-");
    CHECK(get("a/b; name*1=a; name=b", "name") == "b#");
    CHECK(get("a/b; name*0=\"a", "name") == "a#");
  }
  SUBCASE("it counts rather than a plain one, which is for older programs") {
    CHECK(get("a/b; name=x; name*=''y", "name") == "y");
    CHECK(get("a/b; name*=''y; name=x", "name") == "y");
  }
  SUBCASE("so many readings and no more") {
    std::string field = "a/b";
    for (std::size_t n = Parameters::max_passes; n-- > 0;) field += "; n*" + std::to_string(n) + "=x";
    CHECK(get(field, "n") == std::string(Parameters::max_passes, 'x'));
    field = "a/b; n*" + std::to_string(Parameters::max_passes) + "=x" + field.substr(3);
    CHECK(get(field, "n") == std::string(Parameters::max_passes, 'x') + "#");
  }
}

TEST_CASE("cut before a character that does not fit") {
  CHECK(get("a/b; n=\"a\xc3\xbc\"", "n", 3) == "a\xc3\xbc");
  CHECK(get("a/b; n=\"a\xc3\xbc\"", "n", 2) == "a^");
  CHECK(get("a/b; n*=utf-8''a%c3%bc", "n", 2) == "a^");
  CHECK(get("a/b; n=a", "n", 0) == "^");
}

TEST_CASE("file names") {
  CHECK(file_name("attachment; filename=a.txt", "text/plain; name=b.txt") == "a.txt");
  CHECK(file_name("attachment", "text/plain; name=b.txt") == "b.txt");
  CHECK(file_name("attachment; filename=\"\"", "text/plain; name=b.txt") == "b.txt");
  CHECK(file_name("attachment; name=a.txt", "text/plain; filename=b.txt") == "-");
  CHECK(file_name("attachment; filename*=''a", "text/plain; name=b.txt") == "a");
  CHECK(file_name("attachment; filename=a", "a/b; name=b", 0) == "^");
  CHECK(file_name("", "") == "-");
}

TEST_CASE("a flood takes linear time") {
  const auto times = [](std::string_view text, int n) {
    std::string all;
    while (n-- > 0) all += text;
    return all;
  };
  CHECK(get("a/b" + times("; a=b", 100'000) + "; n=x", "n") == "x");
  CHECK(get("a/b" + times(" (x)", 100'000) + times("(", 100'000) + times(")", 100'000) + "; n=x", "n") == "x");
  for (const std::string piece :
       {"a ", "a=", "a= ", "a=b ", ";", "\"", "(", "(a)", "=", "= ", "=?", "=?a?q?", "n*0=x;", "n*1=x;", "\\"}) {
    get("a/b; " + times(piece, 100'000), "n");
    get("a/b; n=" + times(piece, 100'000), "n", 1'000'000);
    get("a/b; n=\"" + times(piece, 100'000), "n", 1'000'000);
  }
  std::string sections = "a/b";
  for (int n = 10'000; n-- > 0;) sections += "; n*" + std::to_string(n) + "=x";
  CHECK(get(sections, "n") == "xxxxxxxxxxxxxxxx#");
}
