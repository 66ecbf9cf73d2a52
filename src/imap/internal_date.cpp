// "17-Jul-1996 02:44:25 -0700" to seconds.
#include <mailmote/imap/internal_date.hpp>

#include <iterator>

#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/date.hpp>

namespace mailmote::imap {

namespace {

constexpr std::string_view form = "00-Jan-0000 00:00:00 +0000";
constexpr std::size_t month_at = 3, sign_at = 21;

// Numbers of two digits: where they stand, and the largest that they may be. A leap second has the number 60.
enum Number : std::uint8_t { day, century, year, hour, minute, second, zone_hour, zone_minute };
constexpr std::uint8_t places[] = {0, 7, 9, 12, 15, 18, 22, 24};
constexpr std::uint8_t largest[] = {31, 99, 99, 23, 59, 60, 23, 59};

// In place of each digit a 0, of each letter the month's own: what is left is the form.
bool has_form(std::string_view text) {
  if (text.size() != form.size()) return false;
  for (std::size_t i = 0; i != form.size(); ++i) {
    const bool fits = form[i] == '0' ? wire::is_digit(text[i]) : wire::is_alpha(form[i]) || text[i] == form[i];
    if (!fits && !(i == 0 && text[i] == ' ') && !(i == sign_at && text[i] == '-')) return false;
  }
  return true;
}

}  // namespace

bool read_internal_date(std::string_view text, std::int64_t& seconds) {
  if (!has_form(text)) return false;
  std::int32_t numbers[std::size(places)];
  for (std::size_t i = 0; i != std::size(places); ++i) {
    const char* const digits = text.data() + places[i];
    numbers[i] = (digits[0] == ' ' ? 0 : digits[0] - '0') * 10 + (digits[1] - '0');
    if (numbers[i] > largest[i]) return false;
  }
  const wire::Date date{static_cast<std::uint16_t>(numbers[century] * 100 + numbers[year]),
                        wire::month_named({text.data() + month_at, 3}), static_cast<std::uint8_t>(numbers[day])};
  if (!wire::is_date(date)) return false;
  const std::int32_t zone = numbers[zone_hour] * 60 + numbers[zone_minute];
  const std::int32_t minutes = numbers[hour] * 60 + numbers[minute] + (text[sign_at] == '-' ? zone : -zone);
  seconds = wire::seconds_of(date) + minutes * 60 + numbers[second];
  return true;
}

}  // namespace mailmote::imap
