#include <doctest/doctest.h>

#include <mailmote/spec.hpp>
#include <set>
#include <string>
#include <vector>

#include "parsed_spec.hpp"

using mailmote::Mechanism;
using mailmote::Service;
using mailmote::Spec;
using mailmote::SpecReason;

namespace {

bool within(std::string_view part, std::string_view whole) {
  return part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size();
}

// `marks` stands under the offending octets of `text`: "   ^~~", "^" alone for one octet, "|" where one is missing.
struct Refusal {
  SpecReason reason;
  const char* text;
  const char* marks;
};

using R = SpecReason;
const Refusal refusals[] = {
    {R::no_brace, "", "|"},
    {R::no_brace, "mail.example", "|"},
    {R::local_name, "INBOX", "^~~~~"},
    {R::local_name, "inbox", "^~~~~"},
    {R::local_name, "~/mail/x", "^~~~~~~~"},
    {R::local_name, "#move.a.b", "^~~~~~~~~"},
    {R::local_name, "/var/mail/joe", "^~~~~~~~~~~~~"},
    {R::no_host, "{}INBOX", " |"},
    {R::no_host, "{/imap}INBOX", " |"},
    {R::no_host, "{", " |"},
    {R::host_octet, "{joe@h}", "    ^"},
    {R::host_octet, "{h h}", "  ^"},
    {R::host_octet, "{h$(x)/imap}", "  ^~"},
    {R::host_octet, "{h\xC3\xBCx}", "  ^~"},
    {R::host_octet, "{h\r\nx}", "  ^~"},
    {R::host_dash, "{-oProxy}", " ^"},
    {R::host_literal, "{[h]}", " ^~~"},
    {R::host_literal, "{[]}", " ^~"},
    {R::host_literal, "{[", " ^"},
    {R::host_literal, "{[::1/imap}", " ^~~~~~~~~"},
    {R::host_literal, "{[1.2.3]}", " ^~~~~~~"},
    {R::unclosed, "{h", "  |"},
    {R::unclosed, "{h/imap", "       |"},
    {R::unclosed, "{[::1]", "      |"},
    {R::control_octet, "{h/user=j\x01\x02oe}", "         ^~"},
    {R::control_octet, "{h/user=\"j\x7Foe\"}", "          ^"},
    {R::control_octet, "{h:\t143}", "   ^"},
    {R::control_octet, "{h}a\nb", "    ^"},
    {R::stray_octets, "{[::1]x/imap}", "      ^"},
    {R::stray_octets, "{h/user=\"a\"bc/imap}", "           ^~"},
    {R::port_digits, "{h:}", "   |"},
    {R::port_digits, "{h:/imap}", "   |"},
    {R::port_digits, "{h:+143}", "   ^~~~"},
    {R::port_digits, "{h: 143}", "   ^~~~"},
    {R::port_digits, "{h:143x/imap}", "      ^"},
    {R::port_digits, "{h:imap}", "   ^~~~"},
    {R::port_range, "{h:0}", "   ^"},
    {R::port_range, "{h:65536}", "   ^~~~~"},
    {R::port_range, "{h:4294967439}", "   ^~~~~~~~~~"},
    {R::port_range, "{h:18446744073709551759}", "   ^~~~~~~~~~~~~~~~~~~~"},
    {R::empty_switch, "{h/}", "  ^"},
    {R::empty_switch, "{h//imap}", "  ^"},
    {R::empty_switch, "{h/imap/:143}", "       ^"},
    {R::empty_switch, "{h/=x}", "  ^"},
    {R::unclosed_quote, "{h/user=\"joe}", "        ^~~~"},
    {R::unclosed_quote, "{h/user=\"}", "        ^"},
    {R::unclosed_quote, "{h/user=\"a\\}\"}", "        ^~~"},
    {R::unknown_switch, "{h/qqqq}", "   ^~~~"},
    {R::unknown_switch, "{h/imap }", "   ^~~~~"},
    {R::unknown_switch, "{h/qqqq=1/imap}", "   ^~~~"},
    {R::quote_value, "{h/user=DOMAIN/joe}", "               ^~~"},
    {R::quote_value, "{h/user=joe:secret}", "            ^~~~~~"},
    {R::switch_takes_no_value, "{h/imap=}", "       ^"},
    {R::switch_takes_no_value, "{h/ssl=yes/imap}", "      ^~~~"},
    {R::switch_needs_value, "{h/user}", "   ^~~~"},
    {R::switch_needs_value, "{h/auth/imap}", "   ^~~~"},
    {R::unknown_service, "{h/service=gopher}", "           ^~~~~~"},
    {R::unknown_service, "{h/service=\"imap4\"}", "            ^~~~~"},
    {R::unknown_mechanism, "{h/auth=gssapi}", "        ^~~~~~"},
    {R::unknown_mechanism, "{h/auth=}", "        |"},
    {R::second_port, "{h:143:143}", "       ^~~"},
    {R::second_port, "{h:143/imap:993}", "            ^~~"},
    {R::second_service, "{h/imap/imap}", "        ^~~~"},
    {R::second_service, "{h/imap/service=imap}", "        ^~~~~~~~~~~~"},
    {R::second_service, "{h/imap/service=}", "        ^~~~~~~~"},
    {R::second_user, "{h/user=a/user=b}", "          ^~~~~~"},
    {R::second_user, "{h/user=a/user=}", "          ^~~~~"},
    {R::second_authuser, "{h/authuser=a/authuser=\"a\"}", "              ^~~~~~~~~~~~"},
    {R::second_auth, "{h/auth=plain/auth=plain}", "              ^~~~~~~~~~"},
    {R::ssl_with_tls, "{h/ssl/tls}", "       ^~~"},
    {R::ssl_with_tls, "{h/tls/ssl}", "       ^~~"},
    {R::ssl_with_tls, "{h/starttls/imap/ssl}", "                 ^~~"},
    {R::tls_with_notls, "{h/tls/notls}", "       ^~~~~"},
    {R::tls_with_notls, "{h/notls/tls-sslv23}", "         ^~~~~~~~~~"},
    {R::validate_with_novalidate, "{h/validate-cert/novalidate-cert}", "                 ^~~~~~~~~~~~~~~"},
    {R::validate_with_novalidate, "{h/novalidate-cert/ssl/validate-cert}", "                       ^~~~~~~~~~~~~"},
    {R::norsh_without_imap, "{h/norsh/pop3}", "   ^~~~~"},
    {R::norsh_without_imap, "{h/pop3/NoRsh/ssl}", "        ^~~~~"},
};

}  // namespace

TEST_CASE("each refusal says why and where") {
  for (const Refusal& wanted : refusals) {
    CAPTURE(wanted.text);
    const Parsed parsed(wanted.text);
    const std::string marks = wanted.marks;
    const std::size_t offset = marks.find_first_not_of(' ');
    CHECK_FALSE(parsed);
    CHECK(text(parsed.result.fault.reason) == text(wanted.reason));
    CHECK(parsed.result.fault.offset == offset);
    CHECK(parsed.result.fault.length == (marks.back() == '|' ? 0 : marks.size() - offset));
    CHECK(parsed.result.spec == Spec());
  }
}

TEST_CASE("each reason has a test and a text of its own") {
  // By the tests on limits and storage below, and by check_opening.
  std::set<SpecReason> tested = {R::none,          R::host_too_long,    R::switches_too_long,
                                 R::user_too_long, R::mailbox_too_long, R::storage_too_small,
                                 R::port_needs_ssl};
  for (const Refusal& r : refusals) tested.insert(r.reason);
  std::set<std::string> texts;
  for (unsigned i = 0; i <= static_cast<unsigned>(R::port_needs_ssl); ++i) {
    const auto reason = static_cast<SpecReason>(i);
    CAPTURE(text(reason));
    CHECK(tested.count(reason) == 1);
    CHECK(texts.insert(std::string(text(reason))).second);
    CHECK(text(reason).back() != '.');
  }
}

TEST_CASE("all of a specification") {
  const Parsed p(
      "{Mail.Plant.example:993/IMAP/ssl/user=\"a\\\"b\\\\c\"/authuser=admin/auth=XOAuth2/readonly}Ops/Pümpe");
  REQUIRE(p);
  CHECK(p->host == "Mail.Plant.example");
  CHECK(p->port == 993);
  CHECK(p->service == Service::imap);
  CHECK(p->user == "a\"b\\c");
  CHECK(p->authuser == "admin");
  CHECK(p->auth == Mechanism::xoauth2);
  CHECK(p->mailbox == "Ops/Pümpe");
  CHECK((p->ssl && p->notls && p->readonly));
  CHECK_FALSE((p->tls || p->tryssl || p->novalidate || p->anonymous || p->debug || p->secure || p->norsh || p->loser));
}

TEST_CASE("each flag sets itself and nothing else") {
  const auto flags = [](const Spec& s) {
    std::string set;
    for (const auto& [flag, letter] : std::vector<std::pair<bool, char>>{{s.anonymous, 'a'},
                                                                         {s.debug, 'd'},
                                                                         {s.secure, 's'},
                                                                         {s.norsh, 'n'},
                                                                         {s.ssl, 'S'},
                                                                         {s.tryssl, 'Y'},
                                                                         {s.novalidate, 'V'},
                                                                         {s.tls, 'T'},
                                                                         {s.notls, 'N'},
                                                                         {s.tlssslv23, '3'},
                                                                         {s.readonly, 'r'},
                                                                         {s.loser, 'l'}})
      if (flag) set += letter;
    return set;
  };
  const std::vector<std::pair<std::string, std::string>> wanted = {
      {"anonymous", "a"},   {"debug", "d"},    {"secure", "s"}, {"norsh", "n"},           {"ssl", "SN"},
      {"tryssl", "Y"},      {"tls", "T"},      {"notls", "N"},  {"novalidate-cert", "V"}, {"starttls", "T"},
      {"tls-sslv23", "T3"}, {"readonly", "r"}, {"loser", "l"},  {"validate-cert", ""},    {"imap", ""}};
  for (const auto& entry : wanted) {
    const auto& [flag, set] = entry;
    CAPTURE(entry.first);
    const Parsed once("{h/" + flag + "}");
    REQUIRE(once);
    CHECK(flags(once.result.spec) == set);
    if (flag != "imap") CHECK(flags(Parsed("{h/" + flag + "/" + flag + "}").result.spec) == set);
  }
}

TEST_CASE("the service: by flag, by value, by default") {
  CHECK(Parsed("{h}", Service::smtp)->service == Service::smtp);
  CHECK(Parsed("{h/service=}", Service::nntp)->service == Service::nntp);
  CHECK(Parsed("{h/service=SUBMIT}")->service == Service::submit);
  CHECK(Parsed("{h/service=\"p\\op3\"}")->service == Service::pop3);
  CHECK(Parsed("{h/pop}")->service == Service::pop3);
  CHECK(Parsed("{h/imap2bis}", Service::smtp)->service == Service::imap);
  CHECK_FALSE(Parsed("{h/norsh}", Service::smtp));
  CHECK(Parsed("{h/norsh/imap}", Service::smtp));
}

TEST_CASE("ports: the one given, else the service's") {
  CHECK(Parsed("{h:0143}")->port == 143);
  CHECK(Parsed("{h:1}")->port == 1);
  CHECK(Parsed("{h:65535/imap}")->port == 65535);
  CHECK(Parsed("{h/imap:2143}")->connect_port() == 2143);
  const std::vector<std::pair<std::string, unsigned>> wanted = {
      {"imap", 143},        {"imap/ssl", 993}, {"pop3", 110},     {"pop3/ssl", 995},   {"nntp/tls", 119},
      {"nntp/tryssl", 563}, {"smtp", 25},      {"smtp/ssl", 465}, {"submit/tls", 587}, {"submit/ssl", 465}};
  for (const auto& entry : wanted) {
    const auto& [flags, port] = entry;
    CAPTURE(entry.first);
    CHECK(Parsed("{h/" + flags + "}")->connect_port() == port);
  }
}

TEST_CASE("IP addresses in brackets") {
  for (const char* good : {"1.2.3.4", "0.0.0.0", "255.255.255.255", "::", "::1", "1::", "1:2:3:4:5:6:7:8",
                           "2001:DB8::1", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "::ffff:1.2.3.4", "1:2:3:4:5:6:1.2.3.4",
                           "::1.2.3.4", "fe80::1%eth0", "fe80::1%25.br-lan_0"}) {
    CAPTURE(good);
    const std::string host = "[" + std::string(good) + "]";
    const Parsed p("{" + host + ":143/imap}x");
    REQUIRE(p);
    CHECK(p->host == host);
    CHECK(p->port == 143);
  }
  for (const char* bad : {"1.2.3",
                          "1.2.3.4.5",
                          "1.2.3.256",
                          "01.2.3.4",
                          "1.2.3.",
                          ".1.2.3",
                          "1..2.3",
                          "1.2.3.4 ",
                          "0001.2.3.4",
                          "1.2.3.4x",
                          ":",
                          ":::",
                          ":1",
                          "1:",
                          "1:2",
                          "1:2:3:4:5:6:7",
                          "1:2:3:4:5:6:7:8:9",
                          "1:2:3:4:5:6:7:8::",
                          "::1::",
                          "12345::",
                          "g::",
                          "1:2:3:4:5:6:7:1.2.3.4",
                          "::1.2.3",
                          "::1.2.3.4:5",
                          "IPv6:::1",
                          "fe80::1%",
                          "fe80::1%a b",
                          "fe80::1%a%b",
                          "1.2.3.4%eth0",
                          "%eth0",
                          "2001:db8::/32",
                          "h",
                          "-"}) {
    CAPTURE(bad);
    CHECK(Parsed("{[" + std::string(bad) + "]}").result.fault.reason == R::host_literal);
  }
}

TEST_CASE("limits, at one less, at the limit, at one more") {
  for (const int off : {-1, 0, 1}) {
    CAPTURE(off);
    const auto length = [off](std::size_t limit) { return limit + static_cast<std::size_t>(off); };

    const Parsed host("{" + repeated('h', length(255)) + "}");
    CHECK(bool(host) == (off <= 0));
    if (off > 0) CHECK(host.result.fault.reason == R::host_too_long);
    if (off > 0) CHECK(host.result.fault.offset == 256);

    const Parsed switches("{h/imap:" + repeated('0', length(1023) - 9) + "143}");
    CHECK(bool(switches) == (off <= 0));
    if (off > 0) CHECK(switches.result.fault.reason == R::switches_too_long);
    if (off > 0) CHECK(switches.result.fault.offset == 2 + 1023);

    for (const std::string key : {"user", "authuser"}) {
      const std::string name = repeated('u', length(64));
      std::string escaped;
      for (const char c : name) escaped += std::string("\\") + c;
      for (const std::string& value : {name, '"' + name + '"', '"' + escaped + '"'}) {
        const Parsed user("{h/" + key + "=" + value + "}");
        CHECK(bool(user) == (off <= 0));
        if (off > 0) CHECK(user.result.fault.reason == R::user_too_long);
        if (off <= 0) CHECK((key == "user" ? user->user : user->authuser) == name);
      }
    }

    const Parsed mailbox("{h}" + repeated('m', length(255)));
    CHECK(bool(mailbox) == (off <= 0));
    if (off > 0) CHECK(mailbox.result.fault.reason == R::mailbox_too_long);
    if (off > 0) CHECK((mailbox.result.fault.offset == 258 && mailbox.result.fault.length == 1));
  }
}

TEST_CASE("a text of any length is refused within the limits of an offset") {
  const std::size_t huge = 200000;
  for (const std::string& text : {"{" + repeated('h', huge), "{h/" + repeated('x', huge), "{h}" + repeated('m', huge),
                                  "{h/user=\"" + repeated('\\', huge), repeated('{', huge), repeated('[', huge)}) {
    const Parsed p(text);
    CHECK_FALSE(p);
    CHECK(p.result.fault.offset <= 1 + 255 + 1023 + 1 + 255);
  }
}

TEST_CASE("views lie in the text, or in storage where something was escaped") {
  const Parsed plain("{h/user=\"a b\"/authuser=c}m", Service::imap, 0);
  REQUIRE(plain);
  for (const std::string_view field : {plain->host, plain->user, plain->authuser, plain->mailbox})
    CHECK(within(field, plain.text));

  const Parsed escaped("{h/user=\"a\\b\"/authuser=\"\\c\"}m", Service::imap, 3);
  REQUIRE(escaped);
  CHECK(escaped->user == "ab");
  CHECK(escaped->authuser == "c");
  CHECK(within(escaped->user, {escaped.storage.get(), 3}));
  CHECK(within(escaped->authuser, {escaped.storage.get(), 3}));
}

TEST_CASE("storage that is one octet too small") {
  const Parsed p("{h/user=\"a\\b\"/authuser=\"\\c\"}m", Service::imap, 2);
  CHECK(p.result.fault.reason == R::storage_too_small);
  CHECK(p.result.fault.offset == 24);
  CHECK(p.result.fault.length == 2);
  CHECK(Parsed("{h/user=\"\\b\"}", Service::imap, 0).result.fault.reason == R::storage_too_small);
}

TEST_CASE("max_spec_storage is enough whatever is escaped") {
  std::string name;
  for (int i = 0; i < 64; ++i) name += "\\n";
  const Parsed p("{h/user=\"" + name + "\"/authuser=\"" + name + "\"/service=\"\\imap\"/auth=\"\\plain\"}");
  REQUIRE(p);
  CHECK(p->authuser == repeated('n', 64));
  CHECK(p->auth == Mechanism::plain);
  CHECK(Parsed("{h/service=\"" + name + name + name + "\"}").result.fault.reason == R::unknown_service);
  CHECK(Parsed("{h/auth=\"" + name + name + name + "\"}").result.fault.reason == R::unknown_mechanism);
}

TEST_CASE("an empty value is none, and what a value may hold") {
  CHECK(Parsed("{h/user=/user=\"\"/user=joe}")->user == "joe");
  CHECK(Parsed("{h/service=/pop3}")->service == Service::pop3);
  CHECK(Parsed("{h/user=a=\"b\\c d}")->user == "a=\"b\\c d");
  CHECK(Parsed("{h/user=\"a/b:c\"}")->user == "a/b:c");
  CHECK(Parsed("{h/user=zo\xC3\xAB}")->user == "zo\xC3\xAB");
}

TEST_CASE("the mailbox is kept as written") {
  CHECK(Parsed("{h}")->mailbox == "INBOX");
  CHECK(Parsed("{h}inbox")->mailbox == "inbox");
  CHECK(Parsed("{h}a}b{c")->mailbox == "a}b{c");
}

TEST_CASE("did you mean") {
  const std::vector<std::pair<std::string, std::string>> wanted = {
      {"/sssl", "ssl"},
      {"/tsl", "tls"},
      {"/sls", "ssl"},
      {"/SLL", "ssl"},
      {"/ssl2", "ssl"},
      {"/imsp", "imap"},
      {"/iamp", "imap"},
      {"/imap ", "imap"},
      {"/pop2", "pop"},
      {"/stmp", "smtp"},
      {"/start-tls", "starttls"},
      {"/novalidate", "novalidate-cert"},
      {"/no-validate-cert", "novalidate-cert"},
      {"/novalidate_cert", "novalidate-cert"},
      {"/novalidatecert", "novalidate-cert"},
      {"/readonyl", "readonly"},
      {"/read-only", "readonly"},
      {"/anon", "anonymous"},
      {"/usr=joe", "user"},
      {"/autuser=joe", "authuser"},
      {"/imaps", "imap/ssl"},
      {"/smtps", "smtp/ssl"},
      {"/tls1_2", "ssl"},
      {"/TLSv1", "ssl"},
      {"/sslv3", "ssl"},
      {"/nossl", "notls"},
      {"/xoauth2", "auth=xoauth2"},
      {"/login", "auth=login"},
      {"/user=joe/sssl", "ssl"},
      {"/service=pop", "pop3"},
      {"/service=imap4rev1", "imap"},
      {"/service=smpt", "smtp"},
      {"/service=ssl", ""},
      {"/auth=plian", "PLAIN"},
      {"/auth=xoauth", "XOAUTH2"},
      {"/auth=oauthbearer", "XOAUTH2"},
      {"/auth=gssapi", ""},
      {"/x", ""},
      {"/timeout=5", ""},
      {"/qqqq", ""},
      {"/a-word-of-much-more-than-sixteen-octets", ""},
  };
  for (const auto& entry : wanted) {
    const auto& [flags, suggestion] = entry;
    CAPTURE(entry.first);
    const Parsed p("{h" + flags + "}");
    CHECK_FALSE(p);
    CHECK(p.result.fault.suggestion == suggestion);
  }
  CHECK(Parsed("{joe@h}").result.fault.suggestion == "/user=");
}

TEST_CASE("every suggestion is accepted in the place of the word") {
  for (const std::string word :
       {"imaps", "pop3s", "pops", "smtps", "nntps", "submission", "tls1", "tlsv1", "sslv2", "nossl", "nostarttls",
        "noverify", "xoauth2", "oauth2", "login", "plain", "examine", "debgu"}) {
    CAPTURE(word);
    const std::string suggestion(Parsed("{h/" + word + "}").result.fault.suggestion);
    CHECK_FALSE(suggestion.empty());
    CHECK(Parsed("{h/" + suggestion + "}"));
  }
}
