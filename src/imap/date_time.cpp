#include "date_time.hpp"

#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/date.hpp>

namespace mailmote::imap {

namespace {

// Takes what it reads from the front. What is missing makes it broken, for good.
class Scan {
 public:
  explicit Scan(std::string_view text) : rest_(text) {}

  void skip(char c) {
    broken_ = broken_ || rest_.empty() || rest_.front() != c;
    if (!broken_) rest_.remove_prefix(1);
  }
  // Of so many digits at most, and at least one.
  std::uint32_t number(std::size_t most) {
    std::uint32_t n = 0;
    std::size_t digits = 0;
    for (; digits != most && !rest_.empty() && wire::is_digit(rest_.front()); ++digits) {
      n = 10 * n + static_cast<std::uint32_t>(rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    broken_ = broken_ || digits == 0;
    return n;
  }
  std::string_view take(std::size_t n) {
    broken_ = broken_ || rest_.size() < n;
    if (broken_) return {};
    const std::string_view front(rest_.data(), n);
    rest_.remove_prefix(n);
    return front;
  }
  bool starts_with(char c) const { return !rest_.empty() && rest_.front() == c; }
  bool is_whole() const { return !broken_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool broken_ = false;
};

// The year begins with March, so that the leap day comes last.
std::int32_t days_since_1970(wire::Date date) {
  constexpr std::int32_t march_0_to_1970 = 719'468;
  const std::int32_t year = date.year - (date.month <= 2 ? 1 : 0);
  const std::int32_t month = date.month + (date.month <= 2 ? 9 : -3);
  return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + date.day - 1 - march_0_to_1970;
}

}  // namespace

std::int64_t read_date_time(std::string_view text) {
  Scan in(text);
  if (in.starts_with(' ')) in.skip(' ');
  wire::Date date;
  date.day = static_cast<std::uint8_t>(in.number(2));
  in.skip('-');
  date.month = wire::month_named(in.take(3));
  in.skip('-');
  date.year = static_cast<std::uint16_t>(in.number(4));
  in.skip(' ');
  const std::uint32_t hour = in.number(2);
  in.skip(':');
  const std::uint32_t minute = in.number(2);
  in.skip(':');
  const std::uint32_t second = in.number(2);
  in.skip(' ');
  const bool west = in.starts_with('-');
  in.skip(west ? '-' : '+');
  const std::uint32_t zone = in.number(4);
  if (!in.is_whole() || !wire::is_date(date) || hour > 23 || minute > 59 || second > 60) return 0;
  const auto east = static_cast<std::int32_t>((zone / 100 * 60 + zone % 100) * 60);
  const auto of_day = static_cast<std::int32_t>((hour * 60 + minute) * 60 + second);
  return std::int64_t{days_since_1970(date)} * 86'400 + of_day - (west ? -east : east);
}

}  // namespace mailmote::imap
