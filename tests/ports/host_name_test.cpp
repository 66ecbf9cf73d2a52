// Which names and addresses a certificate may stand for. The tables are the rules of RFC 9525, case by case.
#include "../../ports/mbedtls/host_name.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <string_view>

using namespace mailmote::mbedtls;
using Kind = HostName::Kind;

namespace {

// An exact-size heap copy, so that a read past the end is seen.
class Exact {
 public:
  explicit Exact(std::string_view text)
      : size_(text.size()), bytes_(std::make_unique<char[]>(text.size() + (text.empty() ? 1 : 0))) {
    text.copy(bytes_.get(), size_);
  }
  operator std::string_view() const { return {bytes_.get(), size_}; }

 private:
  std::size_t size_;
  std::unique_ptr<char[]> bytes_;
};

std::string octets(const HostName& host) {
  return {reinterpret_cast<const char*>(host.address.data()), host.kind == Kind::ip4 ? 4U : 16U};
}

}  // namespace

TEST_CASE("a host is a name, an address, or nothing that a certificate can be for") {
  struct Row {
    std::string_view host;
    Kind kind;
    std::string_view text;
  };
  const std::string label63(63, 'a');
  const std::string label64(64, 'a');
  std::string name253;
  while (name253.size() < 250) name253 += "abcd.";
  name253 += "com";
  REQUIRE(name253.size() == 253);
  const std::string name254 = "a" + name253;
  const Row rows[] = {
      {"localhost", Kind::name, "localhost"},
      {"mail.example", Kind::name, "mail.example"},
      {"mail.example.", Kind::name, "mail.example"},
      {"Mail.EXAMPLE", Kind::name, "Mail.EXAMPLE"},
      {"mail_1.example", Kind::name, "mail_1.example"},
      {"3com.com", Kind::name, "3com.com"},
      {label63, Kind::name, label63},
      {label64, Kind::invalid, {}},
      {name253, Kind::name, name253},
      {name254, Kind::invalid, {}},
      {"192.0.2.1", Kind::ip4, "192.0.2.1"},
      {"[192.0.2.1]", Kind::ip4, "192.0.2.1"},
      {"0.0.0.0", Kind::ip4, "0.0.0.0"},
      {"255.255.255.255", Kind::ip4, "255.255.255.255"},
      {"::1", Kind::ip6, "::1"},
      {"[::1]", Kind::ip6, "::1"},
      {"[::]", Kind::ip6, "::"},
      {"[fe80::1%eth0]", Kind::ip6, "fe80::1"},
      {"[2001:DB8::192.0.2.1]", Kind::ip6, "2001:DB8::192.0.2.1"},
      {"1:2:3:4:5:6:7:8", Kind::ip6, "1:2:3:4:5:6:7:8"},
      {"1:2:3:4:5:6:7::", Kind::ip6, "1:2:3:4:5:6:7::"},
      {"::2:3:4:5:6:7:8", Kind::ip6, "::2:3:4:5:6:7:8"},
      {"", Kind::invalid, {}},
      {".", Kind::invalid, {}},
      {"..", Kind::invalid, {}},
      {"mail..example", Kind::invalid, {}},
      {".mail.example", Kind::invalid, {}},
      {"mail.example..", Kind::invalid, {}},
      {"ma il.example", Kind::invalid, {}},
      {"zo\xC3\xAB.example", Kind::invalid, {}},
      {std::string_view("mail\0.example", 13), Kind::invalid, {}},
      {"*.example.test", Kind::invalid, {}},
      {"[mail.example]", Kind::invalid, {}},
      {"127.1", Kind::invalid, {}},
      {"2130706433", Kind::invalid, {}},
      {"mail.127", Kind::invalid, {}},
      {"256.0.0.1", Kind::invalid, {}},
      {"192.0.2.01", Kind::invalid, {}},
      {"192.0.2.1.5", Kind::invalid, {}},
      {"192.0.2.1.", Kind::invalid, {}},
      {"192.0.2.", Kind::invalid, {}},
      {"[", Kind::invalid, {}},
      {"[]", Kind::invalid, {}},
      {":", Kind::invalid, {}},
      {":::", Kind::invalid, {}},
      {":1", Kind::invalid, {}},
      {"1:", Kind::invalid, {}},
      {"1::2::3", Kind::invalid, {}},
      {"1:2:3:4:5:6:7", Kind::invalid, {}},
      {"1:2:3:4:5:6:7:8:9", Kind::invalid, {}},
      {"1:2:3:4:5:6:7:8::", Kind::invalid, {}},
      {"12345::", Kind::invalid, {}},
      {"1:2:3:4:5:6:7:192.0.2.1", Kind::invalid, {}},
      {"::192.0.2", Kind::invalid, {}},
      {"g::", Kind::invalid, {}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.host);
    const Exact host{row.host};
    const HostName parsed = parse_host(host);
    CHECK(parsed.kind == row.kind);
    if (row.kind != Kind::invalid) CHECK(parsed.text == row.text);
  }
}

TEST_CASE("addresses are read to the octet") {
  CHECK(octets(parse_host("192.0.2.1")) == std::string("\xC0\x00\x02\x01", 4));
  CHECK(octets(parse_host("[::1]")) == std::string(15, '\0') + '\x01');
  CHECK(octets(parse_host("[::]")) == std::string(16, '\0'));
  CHECK(octets(parse_host("2001:db8::a:B")) == std::string("\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\x00\x0a\x00\x0b", 16));
  CHECK(octets(parse_host("::ffff:192.0.2.1")) == std::string("\0\0\0\0\0\0\0\0\0\0\xff\xff\xc0\0\x02\x01", 16));
  CHECK(octets(parse_host("1:2:3:4:5:6:7::")) == std::string("\0\x01\0\x02\0\x03\0\x04\0\x05\0\x06\0\x07\0\0", 16));
}

TEST_CASE("a dNSName stands for a name, or with a wildcard for its one left-most label") {
  struct Row {
    std::string_view pattern;
    std::string_view name;
    bool matches;
  };
  const Row rows[] = {
      {"localhost", "localhost", true},
      {"mail.example", "mail.example", true},
      {"MAIL.Example", "mail.eXAMPLE", true},
      {"mail.example", "mail.example.test", false},
      {"example", "mail.example", false},
      {"mail.example", "xmail.example", false},
      {"mail.example.", "mail.example", false},
      {"", "mail.example", false},
      {"*.example.test", "mail.example.test", true},
      {"*.example.test", "MAIL.example.TEST", true},
      {"*.example.test", "xn--abc.example.test", true},
      {"*.example.test", "example.test", false},
      {"*.example.test", "a.mail.example.test", false},
      {"*.example.test", "mail.other.test", false},
      {"*.test", "example.test", false},
      {"*.", "mail", false},
      {"*", "localhost", false},
      {"*localhost", "localhost", false},
      {"m*.example.test", "mail.example.test", false},
      {"*l.example.test", "mail.example.test", false},
      {"mail.*.test", "mail.example.test", false},
      {"*.*.test", "mail.example.test", false},
      {"*..test", "mail..test", false},
      {"**.example.test", "mail.example.test", false},
      {std::string_view("mail.example\0.test", 18), "mail.example", false},
      {std::string_view("mail.example\0", 13), "mail.example", false},
      {"127.0.0.1", "127.0.0.1", false},
      {"*.0.0.1", "127.0.0.1", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.pattern);
    CAPTURE(row.name);
    const Exact pattern{row.pattern};
    const Exact name{row.name};
    CHECK(dns_name_matches(pattern, name) == row.matches);
  }
}

TEST_CASE("an iPAddress stands for exactly its octets") {
  const HostName ip4 = parse_host("127.0.0.1");
  const HostName ip6 = parse_host("[::1]");
  const std::string loopback4("\x7f\0\0\x01", 4);
  const std::string loopback6 = std::string(15, '\0') + '\x01';
  CHECK(address_matches(loopback4, ip4));
  CHECK(address_matches(loopback6, ip6));
  CHECK_FALSE(address_matches(loopback6, ip4));
  CHECK_FALSE(address_matches(loopback4, ip6));
  CHECK_FALSE(address_matches("127.0.0.1", ip4));
  CHECK_FALSE(address_matches({}, ip4));
  CHECK_FALSE(address_matches(std::string("\x7f\0\0\x01\xff\0\0\0", 8), ip4));
  CHECK_FALSE(address_matches({}, parse_host("localhost")));
  CHECK_FALSE(address_matches(loopback4, parse_host("localhost")));
}
