// Base64 by Mbed TLS: the other side's own decoder, so that ours is not its own judge.
#pragma once

#include <mbedtls/base64.h>

#include <optional>
#include <string>
#include <string_view>

namespace demo {

// Nothing if `text` is not base64; line ends in it do not matter.
inline std::optional<std::string> from_base64(std::string_view text) {
  std::string octets(text.size() + 1, '\0');
  std::size_t size = 0;
  const int code = mbedtls_base64_decode(reinterpret_cast<unsigned char*>(octets.data()), octets.size(), &size,
                                         reinterpret_cast<const unsigned char*>(text.data()), text.size());
  if (code != 0) return std::nullopt;
  octets.resize(size);
  return octets;
}

}  // namespace demo
