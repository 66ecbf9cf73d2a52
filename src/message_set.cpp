// Numbers to ranges.
#include <mailmote/message_set.hpp>

namespace mailmote {

namespace {

// How many of `numbers`, which are not empty, follow each other from the first on.
std::size_t run_of(std::span<const std::uint32_t> numbers) {
  std::size_t n = 1;
  while (n != numbers.size() && numbers[n - 1] != UINT32_MAX && numbers[n] == numbers[n - 1] + 1) ++n;
  return n;
}

std::size_t digits_of(std::uint32_t number) {
  std::size_t digits = 1;
  for (; number >= 10; number /= 10) ++digits;
  return digits;
}

}  // namespace

bool MessageSet::next(std::size_t& at, Range& range) const {
  if (at == count_) return false;
  if (kind_ == Kind::numbers) {
    const std::size_t run = run_of({numbers_ + at, count_ - at});
    range = {numbers_[at], numbers_[at + run - 1]};
    if (range.last == Range::star) range = {};
    at += run;
  } else {
    range = kind_ == Kind::one ? one_ : ranges_[at];
    ++at;
  }
  return true;
}

std::size_t fitting(std::span<const std::uint32_t> numbers, std::size_t octets) {
  std::size_t taken = 0;
  while (taken != numbers.size()) {
    const std::span<const std::uint32_t> rest = numbers.subspan(taken);
    const std::size_t whole = run_of(rest), first = digits_of(rest[0]);
    std::size_t run = whole;
    const auto length = [&] { return run == 1 ? first : first + 1 + digits_of(rest[run - 1]); };
    while (run != 0 && length() > octets) --run;
    taken += run;
    if (run != whole || length() == octets) break;
    octets -= length() + 1;  // and a comma
  }
  return taken;
}

}  // namespace mailmote
