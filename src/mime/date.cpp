// A date-time to a moment.
#include <mailmote/mime/date.hpp>

#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/date.hpp>
#include <mailmote/wire/words.hpp>

#include "lexer.hpp"

namespace mailmote::mime {
namespace {

constexpr auto weekdays = wire::make_words("Mon Tue Wed Thu Fri Sat Sun ");
constexpr auto zones = wire::make_words("GMT UT UTC Z EST EDT CST CDT MST MDT PST PDT ");
constexpr std::uint8_t first_american_zone = 4;

struct Number {
  std::uint16_t value = 0;
  std::uint8_t digits = 0;  // 0: there was none; 5: there were more than four
};

// Each rule goes over the blanks in front of it. One that is broken answers false.
struct Scanner {
  Lexer in;

  std::string_view word();
  Number number();
  bool two_digits(std::uint16_t most, std::uint16_t& value);
  bool weekday();
  bool date(wire::Date& date);
  bool time(std::int32_t& seconds);
  bool zone(Moment& moment);
  bool numeric_zone(Moment& moment);
};

// Letters, perhaps none.
std::string_view Scanner::word() {
  in.skip_space();
  const std::size_t begin = in.at;
  while (wire::is_alpha(in.here())) ++in.at;
  return in.from(begin);
}

Number Scanner::number() {
  in.skip_space();
  Number n;
  for (; wire::is_digit(in.here()); ++in.at) {
    if (n.digits == 5) continue;
    if (++n.digits != 5) n.value = static_cast<std::uint16_t>(n.value * 10 + (in.here() - '0'));
  }
  return n;
}

// Or one digit, as some programs have it.
bool Scanner::two_digits(std::uint16_t most, std::uint16_t& value) {
  const Number n = number();
  value = n.value;
  return n.digits != 0 && n.digits <= 2 && value <= most;
}

// "Thurs" and "September" are as good as "Thu" and "Sep".
std::string_view first_three(std::string_view word) { return {word.data(), word.size() < 3 ? word.size() : 3}; }

// Nobody relies on it: which day it is follows from the date.
bool Scanner::weekday() {
  const std::string_view name = word();
  if (name.empty()) return true;
  in.skip_space();
  in.skip(',');
  return weekdays.index(first_three(name)) != wire::no_word;
}

bool Scanner::date(wire::Date& date) {
  std::uint16_t day = 0;
  if (!two_digits(31, day)) return false;
  date.day = static_cast<std::uint8_t>(day);
  date.month = wire::month_named(first_three(word()));
  const Number year = number();
  if (year.digits < 2 || year.digits > 4) return false;
  date.year = year.value;
  if (year.digits == 3 || (year.digits == 2 && year.value >= 50))
    date.year = static_cast<std::uint16_t>(year.value + 1900);
  if (year.digits == 2 && year.value < 50) date.year = static_cast<std::uint16_t>(year.value + 2000);
  return date.year >= 1900 && wire::is_date(date);
}

bool Scanner::time(std::int32_t& seconds) {
  std::uint16_t hour = 0, minute = 0, second = 0;
  if (!two_digits(23, hour)) return false;
  in.skip_space();
  if (!in.skip(':') || !two_digits(59, minute)) return false;
  in.skip_space();
  if (in.skip(':') && !two_digits(60, second)) return false;
  seconds = (hour * 60 + minute) * 60 + second;
  return true;
}

bool Scanner::numeric_zone(Moment& moment) {
  const bool west = in.here() == '-';
  ++in.at;
  if (!wire::is_digit(in.here())) return false;
  const Number n = number();
  if (n.digits != 4 || n.value / 100 > 23 || n.value % 100 > 59) return false;
  const int minutes = n.value / 100 * 60 + n.value % 100;
  moment.zone = static_cast<std::int16_t>(west ? -minutes : minutes);
  moment.zone_known = !west || minutes != 0;
  return true;
}

bool Scanner::zone(Moment& moment) {
  in.skip_space();
  if (in.here() == '+' || in.here() == '-') return numeric_zone(moment);
  const std::uint8_t index = zones.index(word());
  if (index == wire::no_word) return true;
  moment.zone_known = true;
  if (index < first_american_zone) return true;
  const int nth = index - first_american_zone;
  moment.zone = static_cast<std::int16_t>(60 * (nth % 2 - nth / 2 - 5));
  return true;
}

}  // namespace

std::optional<Moment> read_date(std::string_view value) {
  Scanner scanner{{value}};
  wire::Date date;
  std::int32_t seconds = 0;
  Moment moment;
  if (!scanner.weekday() || !scanner.date(date) || !scanner.time(seconds) || !scanner.zone(moment)) return {};
  scanner.in.skip_space();
  if (!scanner.in.at_end() || scanner.in.unclosed) return {};
  moment.seconds = wire::seconds_of(date) + seconds - moment.zone * 60;
  return moment;
}

}  // namespace mailmote::mime
