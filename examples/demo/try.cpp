// The program behind try.sh: sends an alert with an attachment to the demonstration server, over STARTTLS and with a
// login, and shows the conversation, what arrived, who asked the heap for memory, and how much of each buffer was used.
// Its exit status is 0 only if all of that is as it should be.
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include <mailmote/mailer.hpp>
#include <mailmote/ports/posix.hpp>

#include "arrived.hpp"
#include "gauge.hpp"
#include "heap_count.hpp"
#include "metered_network.hpp"
#include "recording.hpp"
#include "server.hpp"
#include "smtp_server.hpp"
#include "transcript.hpp"

namespace {

namespace heap = demo::heap;

constexpr const char* authority = MAILMOTE_CERTIFICATES "/ca.pem";
const demo::Identity identity{MAILMOTE_CERTIFICATES "/good.pem", MAILMOTE_CERTIFICATES "/good.key"};
const demo::Account account{"pump3", "correct horse"};

constexpr std::uint64_t recording_octets = 204'800;
constexpr unsigned expected_turns = 6;  // EHLO, STARTTLS, EHLO, AUTH, the envelope, the text with QUIT

constexpr std::string_view subject = "Überdruck an Pumpe 3";
constexpr std::string_view recipients = "ops@plant.example, Zoë <zoe@plant.example>";
constexpr std::string_view text = "9.3 bar, limit 8.0 bar.\n.\nThe line above is one dot, and „Überdruck“ is UTF-8.\n";

mailmote::Message compose(mailmote::Source& recording) {
  mailmote::Message alert;
  alert.from = "Pump 3 <pump3@plant.example>";
  alert.to = recipients;
  alert.subject = subject;
  alert.text = text;
  alert.attachment = {"pressure.bin", "application/octet-stream", &recording};
  return alert;
}

// What has to be so. What is not, is said at once and decides the exit status.
class Checks {
 public:
  const char* operator()(bool holds, const char* what) {
    if (!holds) std::printf("  NOT AS IT SHOULD BE: %s\n", what);
    failed_ = failed_ || !holds;
    return holds ? "as it was sent" : "NOT as it was sent";
  }
  bool failed() const { return failed_; }

 private:
  bool failed_ = false;
};

// Everything that sending uses, in the order in which it is set up.
struct Sender {
  mailmote::posix::Network sockets{{.ca_file = authority}};
  demo::MeteredNetwork network{sockets};
  mailmote::MailerStorage<1024> storage;
  mailmote::MailerMemory memory = storage;
  demo::Gauge tx{memory.tx}, scratch{memory.scratch}, words{memory.words};
  demo::Transcript transcript;
  mailmote::Mailer mailer{network, memory, {.observer = &transcript}};

  mailmote::Result send(std::uint16_t port, const mailmote::Message& alert) {
    const std::string spec = "{localhost:" + std::to_string(port) + "/submit/tls}";
    const mailmote::Login login{account.user, account.password};
    const heap::Scope scope(heap::Owner::mailmote);
    return mailer.send(spec, login, alert);
  }
};

void show_mail(const demo::Store& store, demo::Recording& recording, Checks& check) {
  const auto mail = store.mail(1);
  check(mail != nullptr && !store.mail(2), "one mail has arrived");
  if (mail == nullptr) return;
  const demo::Arrived arrived = demo::read_mail(mail->text);
  check(mail->from == "pump3@plant.example" && mail->to.size() == 2, "the envelope");

  const bool same_head = arrived.subject == subject && arrived.to == recipients;
  std::printf("What arrived: %s, to %s: %s\n", arrived.subject.c_str(), arrived.to.c_str(),
              check(same_head, "subject and recipients"));
  std::printf("  text, %zu octets, with a line of one dot: %s\n", arrived.text.size(),
              check(arrived.text == text, "the text"));

  demo::Sha256 sum;
  sum.add(arrived.attachment);
  const std::string received_sum = sum.finish();
  const bool same_sum = received_sum == recording.sha256() && arrived.attachment.size() == recording_octets;
  std::printf("  %s, %zu octets, never more than %zu of them in memory: %s\n", arrived.file_name.c_str(),
              arrived.attachment.size(), recording.largest_read(), check(same_sum, "the attachment"));
  std::printf("  its SHA-256 on both sides: %s\n", received_sum.c_str());
}

void show_heap(Checks& check) {
  if (!heap::counts()) {
    std::printf("Heap: this system gives no way to count its calls\n");
    return;
  }
  const auto line = [](const char* who, heap::Owner owner) {
    const heap::Count count = heap::count(owner);
    std::printf("  %-20s %7lu %7ld\n", who, count.calls, count.peak);
  };
  std::printf("Heap                     calls  octets held at the peak\n");
  line("Mailmote", heap::Owner::mailmote);
  line("Mbed TLS", heap::Owner::tls);
  line("system resolver", heap::Owner::resolver);
  check(heap::count(heap::Owner::mailmote).calls == 0, "Mailmote has called the heap");
  check(heap::count(heap::Owner::tls).calls != 0, "Mbed TLS allocates; whoever does not see it does not count");
}

void show_memory(const Sender& sender, Checks& check) {
  const std::span<char> rx = sender.memory.rx;
  const auto rx_used = static_cast<std::size_t>(sender.network.meter().highest - rx.data());
  check(rx_used <= rx.size(), "the receive window");
  std::printf("Buffers, in octets        size  used at the peak\n");
  const auto line = [](const char* what, std::size_t size, std::size_t used) {
    std::printf("  %-20s %7zu %7zu\n", what, size, used);
  };
  line("receive window", rx.size(), rx_used);
  line("transmit buffer", sender.tx.size(), sender.tx.touched());
  line("reply scratch", sender.scratch.size(), sender.scratch.touched());
  line("words", sender.words.size(), sender.words.touched());
  line("recipients", sender.memory.deliveries.size_bytes(), sender.mailer.deliveries().size_bytes());
  std::printf("Objects: Mailer %zu, MailerStorage<1024> %zu, posix::Network %zu (with Mbed TLS's contexts)\n",
              sizeof sender.mailer, sizeof sender.storage, sizeof sender.sockets);
}

void show_turns(const demo::MeteredNetwork::Meter& meter, Checks& check) {
  std::printf("Round trips: %u and the TLS handshake; %llu octets out, %llu in\n", meter.turns,
              static_cast<unsigned long long>(meter.sent), static_cast<unsigned long long>(meter.received));
  check(meter.turns == expected_turns, "round trips");
}

int run() {
  demo::Store store;
  const demo::Server server({.identity = identity},
                            [&](demo::Connection& client) { demo::SmtpServer(client, store, account).serve(); });
  demo::Recording recording(recording_octets);
  const mailmote::Message alert = compose(recording);

  std::printf("The conversation\n");
  Sender sender;
  if (const mailmote::Result sent = sender.send(server.port(), alert); !sent)
    return mailmote::posix::explain(sent.error());

  Checks check;
  check(sender.transcript.hidden() != 0, "the login was hidden");
  show_mail(store, recording, check);
  show_heap(check);
  show_memory(sender, check);
  show_turns(sender.network.meter(), check);
  return check.failed() ? EXIT_FAILURE : EXIT_SUCCESS;
}

}  // namespace

int main() {
  static_cast<void>(heap::counts());  // begins to count, where that has a beginning
  try {
    return run();
  } catch (const std::exception& wrong) {
    std::fprintf(stderr, "try: %s\n", wrong.what());
    return 69;
  }
}
