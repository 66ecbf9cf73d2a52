// Everything unread from a super-loop, a part of it streamed, a flag set: over a port that does nothing.
#include <mailmote/imap/driver.hpp>
#include <mailmote/mailbox.hpp>

#include "network.hpp"
#include "outside.hpp"

namespace state {
outside::Static<mailmote::Mailbox> mailbox;
}
namespace buffers {
mailmote::MailboxStorage<2048> memory;
}

namespace {

class Sink final : public mailmote::Sink {
 public:
  mailmote::IoResult write(std::string_view bytes) override {
    outside::keep(bytes);
    return outside::moved(bytes.size());
  }
};

void run(mailmote::Mailbox& box, mailmote::Request& request) {
  box.start(request);
  while (box.step() == mailmote::Step::again) outside::keep(box.idle());
  outside::keep(box.result());
}

}  // namespace

int main() {
  outside::Network network;
  Sink sink;
  const mailmote::Login login{outside::words(), outside::words()};
  mailmote::Mailbox& box = state::mailbox.make(network, mailmote::MailboxMemory(buffers::memory),
                                               std::initializer_list<mailmote::Mailbox::Named>{mailmote::imap::driver});
  box.start_open(outside::words(), login);
  while (box.step() == mailmote::Step::again) outside::keep(box.idle());
  mailmote::Summary summary;
  mailmote::Part part;
  mailmote::Request request;
  request.op = static_cast<mailmote::Op>(outside::number);
  request.summary = &summary;
  request.part = &part;
  request.sink = &sink;
  request.section = outside::words();
  run(box, request);
  outside::keep(box.error());
  return 0;
}
