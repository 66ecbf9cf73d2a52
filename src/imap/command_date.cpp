// Moments and days, as APPEND and SEARCH have them.
#include <mailmote/imap/command.hpp>

namespace mailmote::imap {

// "Sat, 21 Nov 2026 03:09:25 +0000" holds all of it.
void put_date_time(Outbox& out, std::int64_t seconds) {
  char text[wire::date_length];
  if (wire::write_date(seconds, text).empty()) return out.spoil();
  constexpr std::size_t day = 5, behind_day = 7, behind_month = 11;
  text[behind_day] = text[behind_month] = '-';
  out.put('"').put({text + day, sizeof text - day}).put('"');
}

void put_date(Outbox& out, wire::Date date) {
  if (!wire::is_date(date)) return out.spoil();
  out.put_number(date.day).put('-').put(wire::month_name(date.month)).put('-').put_number(date.year);
}

}  // namespace mailmote::imap
