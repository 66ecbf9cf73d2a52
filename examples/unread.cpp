// Everything unread, on Linux: the whole program.
// [unread]
#include <cstdlib>
#include <iostream>

#include <mailmote/imap/driver.hpp>
#include <mailmote/mailbox.hpp>
#include <mailmote/ports/posix.hpp>

int main() {
  using mailmote::posix::explain;
  mailmote::posix::Network network;
  mailmote::MailboxStorage<2048> memory;  // every buffer that reading will use
  mailmote::Mailbox box{network, memory, {mailmote::imap::driver}};
  const mailmote::Login login{"pump3", std::getenv("PUMP3_PASSWORD")};
  if (auto opened = box.open("{mail.plant.example/imap/ssl}INBOX", login); !opened) return explain(opened.error());

  for (const mailmote::Summary& mail : box.unread()) {
    std::cout << mail.date << "  " << mail.from << "  " << mail.subject << '\n';  // decoded, UTF-8, until the next turn
    if (mail.subject.starts_with("OPEN VALVE")) box.flag(mail, mailmote::Flag::seen);
  }
  if (box.error()) return explain(box.error());  // the loop ends on an error; it is never lost
}
// [/unread]
