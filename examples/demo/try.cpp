// The program behind try.sh: sends an alert with an attachment to the demonstration server, and reads it back over
// IMAP, both over STARTTLS and with a login. It shows the conversations, what arrived, who asked the heap for memory,
// and how much of each buffer was used. Its exit status is 0 only if all of that is as it should be.
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "figures.hpp"
#include "heap_count.hpp"
#include "imap_server.hpp"
#include "inbox.hpp"
#include "reading.hpp"
#include "recording.hpp"
#include "sending.hpp"
#include "server.hpp"
#include "smtp_server.hpp"

namespace {

constexpr const char* authority = MAILMOTE_CERTIFICATES "/ca.pem";
const demo::Identity identity{MAILMOTE_CERTIFICATES "/good.pem", MAILMOTE_CERTIFICATES "/good.key"};
const demo::Account account{"pump3", "correct horse"};

int run() {
  demo::Store store;
  demo::Inbox inbox(store);
  const demo::Server smtp({.identity = identity},
                          [&](demo::Connection& client) { demo::SmtpServer(client, store, account).serve(); });
  const demo::Server imap({.identity = identity},
                          [&](demo::Connection& client) { demo::ImapServer(client, inbox, account).serve(); });
  demo::Recording recording(demo::Alert::recording_octets);
  demo::Checks check;
  if (const int status = send_alert(smtp.port(), account, authority, recording, store, check); status != 0)
    return status;
  if (const int status = read_back(imap.port(), account, authority, recording.sha256(), check); status != 0)
    return status;
  std::printf("\n");
  show_heap(check);
  return check.failed() ? EXIT_FAILURE : EXIT_SUCCESS;
}

}  // namespace

int main() {
  static_cast<void>(demo::heap::counts());  // begins to count, where that has a beginning
  try {
    return run();
  } catch (const std::exception& wrong) {
    std::fprintf(stderr, "try: %s\n", wrong.what());
    return 69;
  }
}
