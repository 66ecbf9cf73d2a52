// A Date field: what is read is written, and read alike again.
#include <mailmote/mime/date.hpp>
#include <mailmote/wire/date.hpp>

#include "fuzz.hpp"

using fuzz::expect;
using mailmote::mime::Moment;
using mailmote::mime::read_date;

void fuzz::run(std::string_view input) {
  const Heap copy(input);
  const std::optional<Moment> moment = read_date(copy.view());
  if (!moment) return;
  expect(moment->zone > -24 * 60 && moment->zone < 24 * 60 && (moment->zone_known || moment->zone == 0));
  const std::int64_t local = moment->seconds + moment->zone * 60;
  expect(local >= mailmote::wire::first_date && local <= mailmote::wire::last_date + 1);  // a leap second
  const Heap room(mailmote::wire::date_length);
  const std::string_view written = mailmote::wire::write_date(moment->seconds, {room.data(), room.size()});
  if (!written.empty()) expect(read_date(written) == Moment{moment->seconds, 0, true});
}
