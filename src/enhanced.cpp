// RFC 3463: "5.1.1".
#include <mailmote/result.hpp>
#include <mailmote/wire/ascii.hpp>

namespace mailmote {

std::size_t read_enhanced(std::string_view text, Enhanced& code) {
  constexpr std::ptrdiff_t most = 3;  // digits
  std::uint16_t numbers[3];
  const char* at = text.data();
  const char* const end = at + text.size();
  for (std::uint16_t& number : numbers) {
    if (&number != numbers && (at == end || *at++ != '.')) return 0;
    unsigned value = 0;
    const char* const first = at;
    while (at != end && at - first != most && wire::is_digit(*at))
      value = value * 10 + static_cast<unsigned>(*at++ - '0');
    if (at == first) return 0;
    number = static_cast<std::uint16_t>(value);
  }
  if (numbers[0] != 2 && numbers[0] != 4 && numbers[0] != 5) return 0;
  code = {static_cast<std::uint8_t>(numbers[0]), numbers[1], numbers[2]};
  return static_cast<std::size_t>(at - text.data());
}

}  // namespace mailmote
