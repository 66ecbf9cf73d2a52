// What is attached to the messages that are unread, octet for octet, to standard output: of any size, through 512 octets.
#include <cstdio>
#include <cstdlib>

#include <mailmote/imap/driver.hpp>
#include <mailmote/mailbox.hpp>
#include <mailmote/ports/posix.hpp>

namespace {

// In a firmware: flash, page by page.
class FlashSink final : public mailmote::Sink {
 public:
  mailmote::IoResult write(std::string_view bytes) override {
    const std::size_t n = std::fwrite(bytes.data(), 1, bytes.size(), stdout);
    if (n == 0) return {mailmote::Io::failed, 0};
    return {mailmote::Io::done, static_cast<std::uint32_t>(n)};
  }
};

}  // namespace

int main() {
  mailmote::posix::Network network;
  mailmote::MailboxStorage<2240> memory;  // of which the window is 512 octets
  mailmote::Mailbox box{network, memory, {mailmote::imap::driver}};
  FlashSink flash_sink;
  const mailmote::Login login{"pump3", std::getenv("PUMP3_PASSWORD")};
  if (auto opened = box.open("{mail.plant.example/imap/ssl}INBOX", login); !opened)
    return mailmote::posix::explain(opened.error());

  for (const mailmote::Summary& mail : box.unread()) {
    // [attachment]
    for (const mailmote::Part& part : box.parts(mail))
      if (part.filename.ends_with(".bin")) box.fetch(mail, part, flash_sink);  // decoded, streamed, 20 MB or more
    // [/attachment]
  }
  if (box.error()) return mailmote::posix::explain(box.error());
}
