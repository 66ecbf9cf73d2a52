// A message with an attachment, checked and written out.
#include <mailmote/mime/writer.hpp>

#include "message.hpp"
#include "outside.hpp"

namespace state {
outside::Static<mailmote::mime::Writer> writer;
}
namespace buffers {
char room[128];
}

int main() {
  mailmote::TextSource attachment{outside::words()};
  mailmote::Message message = outside::message();
  message.attachment = {outside::words(), outside::words(), &attachment};

  const mailmote::mime::MessageFault fault = mailmote::mime::check(message);
  outside::keep(fault);
  if (fault) return 1;

  mailmote::mime::WriterSettings settings;
  settings.wall_clock = outside::number;
  settings.eight_bit = outside::chance();
  mailmote::mime::Writer& writer = state::writer.make(message, settings);
  outside::keep(writer.size());
  for (;;) {
    const mailmote::IoResult got = writer.read(buffers::room);
    outside::keep(buffers::room);
    if (got.io == mailmote::Io::closed || got.io == mailmote::Io::failed) return 0;
  }
}
