// New mail as it comes, without a wait that the program does not choose: IDLE, or polling where the server has none.
#include <cstdint>
#include <cstdlib>
#include <iostream>

#include <mailmote/imap/driver.hpp>
#include <mailmote/mailbox.hpp>
#include <mailmote/ports/posix.hpp>

int main() {
  mailmote::posix::Network network;
  mailmote::MailboxStorage<2048> memory;
  mailmote::Mailbox box{network, memory, {mailmote::imap::driver}};
  const mailmote::Login login{"pump3", std::getenv("PUMP3_PASSWORD")};
  if (auto opened = box.open("{mail.plant.example/imap/ssl}INBOX", login); !opened)
    return mailmote::posix::explain(opened.error());

  // [watch]
  std::uint32_t next = box.counts().uid_next;           // what is there already is not new
  for (const mailmote::Change& change : box.watch()) {  // IDLE; asks every minute where the server has none
    if (change.kind != mailmote::Change::Kind::exists) continue;
    for (const mailmote::Summary& mail : box.messages(mailmote::Messages::uids(next))) {  // perhaps several at once
      std::cout << mail.from << "  " << mail.subject << std::endl;
      next = mail.uid + 1;
    }
  }
  return mailmote::posix::explain(box.error());  // it ends on an error only
  // [/watch]
}
