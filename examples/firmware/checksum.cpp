#include "checksum.hpp"

#include <array>

namespace {

// What four bits at the low end do to the rest, by the polynomial 0x04C11DB7 with its bits reversed.
constexpr std::array<std::uint32_t, 16> make_table() {
  std::array<std::uint32_t, 16> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 4; ++bit) value = (value >> 1) ^ ((value & 1) != 0 ? 0xEDB88320 : 0);
    table[i] = value;
  }
  return table;
}
constexpr std::array<std::uint32_t, 16> table = make_table();

constexpr std::uint32_t four_bits(std::uint32_t remainder) { return (remainder >> 4) ^ table[remainder & 15]; }

}  // namespace

mailmote::IoResult Checksum::write(std::string_view bytes) {
  for (const char c : bytes) remainder_ = four_bits(four_bits(remainder_ ^ static_cast<unsigned char>(c)));
  octets_ += static_cast<std::uint32_t>(bytes.size());
  return {mailmote::Io::done, static_cast<std::uint32_t>(bytes.size())};
}
