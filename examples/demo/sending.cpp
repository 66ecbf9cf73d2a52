#include "sending.hpp"

#include <cstdio>
#include <string>

#include <mailmote/mailer.hpp>
#include <mailmote/ports/posix.hpp>

#include "arrived.hpp"
#include "gauge.hpp"
#include "transcript.hpp"

namespace demo {
namespace {

constexpr unsigned expected_turns = 6;  // EHLO, STARTTLS, EHLO, AUTH, the envelope, the text with QUIT

mailmote::Message compose(mailmote::Source& recording) {
  mailmote::Message alert;
  alert.from = Alert::from;
  alert.to = Alert::to;
  alert.subject = Alert::subject;
  alert.text = Alert::text;
  alert.attachment = {Alert::file_name, "application/octet-stream", &recording};
  return alert;
}

// Everything that sending uses, in the order in which it is set up.
struct Sender {
  explicit Sender(const char* authority) : sockets({.ca_file = authority}) {}

  mailmote::posix::Network sockets;
  MeteredNetwork network{sockets};
  mailmote::MailerStorage<1024> storage;
  mailmote::MailerMemory memory = storage;
  Gauge tx{memory.tx}, scratch{memory.scratch}, words{memory.words};
  SmtpTranscript transcript;
  mailmote::Mailer mailer{network, memory, {.observer = &transcript}};

  mailmote::Result send(std::uint16_t port, const Account& account, const mailmote::Message& alert) {
    const std::string spec = "{localhost:" + std::to_string(port) + "/submit/tls}";
    const mailmote::Login login{account.user, account.password};
    const heap::Scope scope(heap::Owner::mailmote);
    return mailer.send(spec, login, alert);
  }
};

void show_mail(const Store& store, Recording& recording, Checks& check) {
  const auto mail = store.mail(1);
  check(mail != nullptr && !store.mail(2), "one mail has arrived");
  if (mail == nullptr) return;
  const Arrived arrived = read_mail(mail->text);
  check(mail->from == "pump3@plant.example" && mail->to.size() == 2, "the envelope");

  const bool same_head = arrived.subject == Alert::subject && arrived.to == Alert::to;
  std::printf("What arrived: %s, to %s: %s\n", arrived.subject.c_str(), arrived.to.c_str(),
              check(same_head, "subject and recipients"));
  std::printf("  text, %zu octets, with a line of one dot: %s\n", arrived.text.size(),
              check(arrived.text == Alert::text, "the text"));

  Sha256 sum;
  sum.add(arrived.attachment);
  const std::string received_sum = sum.finish();
  const bool same_sum = received_sum == recording.sha256() && arrived.attachment.size() == Alert::recording_octets;
  std::printf("  %s, %zu octets, never more than %zu of them in memory: %s\n", arrived.file_name.c_str(),
              arrived.attachment.size(), recording.largest_read(), check(same_sum, "the attachment"));
  std::printf("  its SHA-256 on both sides: %s\n", received_sum.c_str());
}

void show_memory(const Sender& sender, Checks& check) {
  const std::size_t rx_used = used(sender.memory.rx, sender.network.meter());
  check(rx_used <= sender.memory.rx.size(), "the receive window");
  show_buffers();
  show_buffer("receive window", sender.memory.rx.size(), rx_used);
  show_buffer("transmit buffer", sender.tx.size(), sender.tx.touched());
  show_buffer("reply scratch", sender.scratch.size(), sender.scratch.touched());
  show_buffer("words", sender.words.size(), sender.words.touched());
  show_buffer("recipients", sender.memory.deliveries.size_bytes(), sender.mailer.deliveries().size_bytes());
  std::printf("Objects: Mailer %zu, MailerStorage<1024> %zu, posix::Network %zu (with Mbed TLS's contexts)\n",
              sizeof sender.mailer, sizeof sender.storage, sizeof sender.sockets);
}

}  // namespace

int send_alert(std::uint16_t port, const Account& account, const char* authority, Recording& recording,
               const Store& store, Checks& check) {
  const mailmote::Message alert = compose(recording);
  std::printf("An alert is sent. The conversation\n");
  Sender sender(authority);
  if (const mailmote::Result sent = sender.send(port, account, alert); !sent)
    return mailmote::posix::explain(sent.error());
  check(sender.transcript.hidden() != 0, "the login was hidden");
  show_mail(store, recording, check);
  show_memory(sender, check);
  show_turns(sender.network.meter(), expected_turns, check);
  return 0;
}

}  // namespace demo
