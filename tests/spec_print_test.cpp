// The canonical printer, and what may be opened.
#include <doctest/doctest.h>

#include <mailmote/spec.hpp>
#include <string>
#include <utility>
#include <vector>

#include "parsed_spec.hpp"

using mailmote::check_opening;
using mailmote::Service;
using mailmote::Spec;
using R = mailmote::SpecReason;

namespace {

std::string printed(const Spec& spec) {
  char text[mailmote::max_spec_text];
  return std::string(print_spec(spec, text));
}

}  // namespace

TEST_CASE("the canonical text") {
  const std::vector<std::pair<std::string, std::string>> wanted = {
      {"{h}", "{h/imap}INBOX"},
      {"{H:0143/pop}inbox", "{H:143/pop3}inbox"},
      {"{h/user=joe/ssl:993/imap4}a}b", "{h:993/imap/ssl/user=\"joe\"}a}b"},
      {"{h/user=\"a\\\"\\\\\\b/\"}", "{h/imap/user=\"a\\\"\\\\b/\"}INBOX"},
      {"{h/tls-sslv23/tls/readonly}", "{h/imap/tls-sslv23/readonly}INBOX"},
      {"{h/starttls/submit/auth=XOAUTH2}", "{h/submit/tls/auth=xoauth2}INBOX"},
      {"{h/loser/debug/secure/anonymous/norsh/novalidate-cert/notls/tryssl/authuser=x}",
       "{h/imap/tryssl/notls/novalidate-cert/norsh/debug/loser/secure/anonymous/authuser=\"x\"}INBOX"},
      {"{[fe80::1%eth0]:65535/nntp}#news.a", "{[fe80::1%eth0]:65535/nntp}#news.a"},
  };
  for (const auto& entry : wanted) {
    const auto& [source, canonical] = entry;
    CAPTURE(entry.first);
    const Parsed p(source);
    REQUIRE(p);
    CHECK(printed(p.result.spec) == canonical);
    CHECK(Parsed(canonical).result.spec == p.result.spec);
  }
}

TEST_CASE("the longest of all fits max_spec_text, and prints into exactly its own length") {
  std::string name;
  for (int i = 0; i < 64; ++i) name += "\\\"";
  const Parsed p(
      "{" + repeated('h', 255) +
      ":65535/submit/tls-sslv23/tryssl/novalidate-cert/debug/loser/secure/readonly/anonymous/auth=xoauth2/user=\"" +
      name + "\"/authuser=\"" + name + "\"}" + repeated('m', 255));
  REQUIRE(p);
  const std::string canonical = printed(p.result.spec);
  CHECK(Parsed(canonical).result.spec == p.result.spec);
  std::vector<char> into(canonical.size());
  CHECK(print_spec(p.result.spec, into) == canonical);
  for (std::size_t n = 0; n < canonical.size(); ++n) CHECK(print_spec(p.result.spec, {into.data(), n}).empty());
}

TEST_CASE("what no text says is not printed") {
  const Parsed p("{h}m");
  const auto refused = [&](auto change) {
    Spec s = p.result.spec;
    change(s);
    return printed(s).empty();
  };
  CHECK_FALSE(refused([](Spec&) {}));
  CHECK(refused([](Spec& s) { s.user = "x}INBOX"; }));
  CHECK(refused([](Spec& s) { s.authuser = "x\ny"; }));
  CHECK(refused([](Spec& s) { s.mailbox = "x\r\ny"; }));
  CHECK(refused([](Spec& s) { s.host = ""; }));
  CHECK(refused([](Spec& s) { s.host = "h/novalidate-cert"; }));
  CHECK(refused([](Spec& s) { s.tls = s.notls = true; }));
  CHECK(refused([](Spec& s) { s.tls = s.ssl = true; }));
  CHECK(refused([](Spec& s) { s.tlssslv23 = true; }));
  CHECK(refused([](Spec& s) { s.norsh = true, s.service = Service::smtp; }));
  const std::string long_name = repeated('u', 65), long_mailbox = repeated('m', 256);
  CHECK(refused([&](Spec& s) { s.user = long_name; }));
  CHECK(refused([&](Spec& s) { s.mailbox = long_mailbox; }));
}

TEST_CASE("a user name cannot break out of the text") {
  Spec s = Parsed("{h}").result.spec;
  s.host = "h", s.mailbox = "m", s.user = "x\"/novalidate-cert/authuser=\"z";
  const Parsed again(printed(s));
  REQUIRE(again);
  CHECK(again->user == s.user);
  CHECK_FALSE(again->novalidate);
}

TEST_CASE("a port where TLS starts at once is not opened in clear") {
  for (const std::string port : {"993", "995", "465", "563"}) {
    for (const std::string flags : {"", "/tls", "/notls", "/tls-sslv23", "/pop3", "/user=joe"}) {
      const Parsed p("{h:" + port + flags + "}m");
      CAPTURE(p.text);
      REQUIRE(p);
      CHECK(check_opening(p.result.spec) == R::port_needs_ssl);
      const Spec fixed = with_ssl(p.result.spec);
      CHECK(check_opening(fixed) == R::none);
      CHECK(Parsed(printed(fixed)).result.spec == fixed);
    }
    CHECK(check_opening(Parsed("{h:" + port + "/ssl}").result.spec) == R::none);
    CHECK(check_opening(Parsed("{h:" + port + "/tryssl}").result.spec) == R::none);
  }
  for (const std::string text : {"{h}", "{h:143}", "{h:587/submit/tls}", "{h:994}"})
    CHECK(check_opening(Parsed(text).result.spec) == R::none);
  CHECK(printed(with_ssl(Parsed("{h:993/tls}m").result.spec)) == "{h:993/imap/ssl}m");
}
