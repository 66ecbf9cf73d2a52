// A response to base64 digits, three octets at a time: nothing is held back for another call.
#include <mailmote/sasl_pump.hpp>

#include <mailmote/wire/base64.hpp>

namespace mailmote {

bool put_response(Outbox& out, SaslResponse& response) {
  constexpr std::size_t digits_and_end = 4 + 2;
  for (;;) {
    const std::span<char> room = out.room();
    if (room.size() < digits_and_end) return false;
    std::uint32_t bits = 0;
    unsigned octets = 0;
    int octet = 0;
    while (octets != 3 && (octet = response.next()) != SaslResponse::end)
      bits |= static_cast<std::uint32_t>(octet) << (16 - 8 * octets++);
    if (octets != 0) {
      wire::put_base64(bits, octets, room.data());
      out.filled_secret(4);
    }
    if (octet != SaslResponse::end) continue;
    out.put("\r\n");
    return true;
  }
}

}  // namespace mailmote
