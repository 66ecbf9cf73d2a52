// What the fields of a message that arrived say: addresses, a date, parameters, a subject.
#include <mailmote/mime/address_list.hpp>
#include <mailmote/mime/date.hpp>
#include <mailmote/mime/parameters.hpp>
#include <mailmote/wire/encoded_word.hpp>

#include "outside.hpp"

namespace buffers {
char room[256];
}

int main() {
  namespace mime = mailmote::mime;
  mime::AddressListReader list(outside::words(), buffers::room);
  for (auto a = list.next(); a.kind != mime::ListedAddress::Kind::end; a = list.next()) outside::keep(a);
  outside::keep(mime::read_date(outside::words()));
  const mime::Parameters type(outside::words()), disposition(outside::words());
  outside::keep(type.get("charset", buffers::room));
  outside::keep(mime::file_name(disposition, type, buffers::room));
  outside::keep(mailmote::wire::decode_words(outside::words(), buffers::room));
  return 0;
}
