// What Mbed TLS found wrong, in our words.
#include "../../ports/mbedtls/certificate.hpp"

#include <doctest/doctest.h>

#include <array>
#include <mailmote/fault.hpp>
#include <mailmote/network.hpp>
#include <memory>
#include <string>
#include <string_view>

using namespace mailmote;
using mbedtls::certificate_faults;

namespace {

constexpr std::int64_t today = 1'800'000'000;

struct Certificate {
  explicit Certificate(const char* path) {
    mbedtls_x509_crt_init(&parsed);
    REQUIRE(mbedtls_x509_crt_parse_file(&parsed, path) == 0);
  }
  ~Certificate() { mbedtls_x509_crt_free(&parsed); }
  mbedtls_x509_crt parsed;
};

}  // namespace

TEST_CASE("each bit of Mbed TLS has a name of ours") {
  CHECK(certificate_faults(0, today) == 0);
  CHECK(certificate_faults(MBEDTLS_X509_BADCERT_EXPIRED, today) == cert_expired);
  CHECK(certificate_faults(MBEDTLS_X509_BADCERT_CN_MISMATCH, today) == cert_wrong_host);
  CHECK(certificate_faults(MBEDTLS_X509_BADCERT_NOT_TRUSTED, today) == cert_unknown_issuer);
  CHECK(certificate_faults(MBEDTLS_X509_BADCERT_REVOKED, today) == cert_revoked);
  CHECK(certificate_faults(MBEDTLS_X509_BADCERT_BAD_MD, today) == cert_weak);
  CHECK(certificate_faults(MBEDTLS_X509_BADCERT_BAD_PK, today) == cert_weak);
  CHECK(certificate_faults(MBEDTLS_X509_BADCERT_BAD_KEY, today) == cert_weak);
  CHECK(certificate_faults(MBEDTLS_X509_BADCERT_KEY_USAGE, today) == cert_other);
  CHECK(certificate_faults(MBEDTLS_X509_BADCERT_EXT_KEY_USAGE, today) == cert_other);
  CHECK(certificate_faults(MBEDTLS_X509_BADCERT_MISSING, today) == cert_other);
  CHECK(certificate_faults(MBEDTLS_X509_BADCERT_EXPIRED | MBEDTLS_X509_BADCERT_CN_MISMATCH, today) ==
        (cert_expired | cert_wrong_host));
}

TEST_CASE("all bits at once say that Mbed TLS gave up, not that all is wrong") {
  CHECK(certificate_faults(0xFFFFFFFF, 0) == cert_other);
}

TEST_CASE("a certificate from the future means little to a clock that was never set") {
  CHECK(certificate_faults(MBEDTLS_X509_BADCERT_FUTURE, today) == cert_not_yet_valid);
  CHECK(certificate_faults(MBEDTLS_X509_BADCERT_FUTURE, Network::clock_floor) == cert_not_yet_valid);
  for (const std::int64_t clock :
       {Network::clock_floor - 1, std::int64_t{86'400}, std::int64_t{0}, Network::unknown_time})
    CHECK(certificate_faults(MBEDTLS_X509_BADCERT_FUTURE, clock) == (cert_not_yet_valid | cert_clock_unset));
  CHECK(certificate_faults(MBEDTLS_X509_BADCERT_EXPIRED, 0) == cert_expired);
}

TEST_CASE("a description fits wherever it is put") {
  const Certificate wronghost{"certs/wronghost.pem"};
  const std::string whole =
      "issued to other.example by Scenario Test Root, valid 2020-01-01 to 2049-12-31, "
      "sha256:db745b2ac00fbaeb71c27d226002218c4730ff50fab3b858b4bb1bd632a2fccd";
  for (std::size_t room = 0; room <= whole.size(); ++room) {
    const std::unique_ptr<char[]> exact = std::make_unique<char[]>(room + (room == 0 ? 1 : 0));
    CHECK(mbedtls::describe(wronghost.parsed, {exact.get(), room}) == std::string_view(whole).substr(0, room));
  }
}

TEST_CASE("without a dNSName the CN says for whom") {
  const Certificate ip{"certs/ip.pem"};
  std::array<char, 256> text{};
  CHECK(mbedtls::describe(ip.parsed, text).substr(0, 34) == "issued to no name by Own Test Root");
}
