// SHA-256 of octets that come in pieces, by Mbed TLS.
#pragma once

#include <string>
#include <string_view>

#include <mbedtls/md.h>

namespace demo {

class Sha256 {
 public:
  Sha256() {
    mbedtls_md_init(&context_);
    mbedtls_md_setup(&context_, mbedtls_md_info_from_type(MBEDTLS_MD_SHA256), 0);
    mbedtls_md_starts(&context_);
  }
  ~Sha256() { mbedtls_md_free(&context_); }
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void add(std::string_view octets) {
    mbedtls_md_update(&context_, reinterpret_cast<const unsigned char*>(octets.data()), octets.size());
  }

  // In hexadecimal. Once.
  std::string finish() {
    unsigned char sum[32] = {};
    mbedtls_md_finish(&context_, sum);
    std::string text;
    for (const unsigned char octet : sum) {
      text += "0123456789abcdef"[octet >> 4];
      text += "0123456789abcdef"[octet & 15];
    }
    return text;
  }

 private:
  mbedtls_md_context_t context_;
};

}  // namespace demo
