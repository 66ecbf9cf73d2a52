// Sends mail for a measurement: COUNT messages of SIZE octets on one connection, in clear, to a sink on loopback.
//
//   smtp_send smtp PORT COUNT SIZE [fresh]      fresh: a connection for each
//
//   smtp-sink -c 127.0.0.1:10025 1000 &
//   valgrind --tool=callgrind tests/bench/smtp_send smtp 10025 500 1024
#include <mailmote/mailer.hpp>
#include <mailmote/ports/posix.hpp>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

// A mail of `size` octets in 72-octet lines, made as it is read.
class Mail final : public mailmote::Source {
 public:
  explicit Mail(std::uint64_t size) : size_(size) {
    for (std::size_t at = 0; at < sizeof block_; at += 72) {
      std::memset(block_ + at, 'x', 70);
      std::memcpy(block_ + at + 70, "\r\n", 2);
    }
  }

  mailmote::IoResult read(std::span<char> into) override {
    if (left_ == 0) return {mailmote::Io::closed, 0};
    const std::uint64_t from = (size_ - left_) % sizeof block_;
    std::uint64_t n = sizeof block_ - from;
    if (n > left_) n = left_;
    if (n > into.size()) n = into.size();
    std::memcpy(into.data(), block_ + from, n);
    left_ -= n;
    return {mailmote::Io::done, static_cast<std::uint32_t>(n)};
  }
  std::optional<std::uint64_t> size() const override { return size_; }
  void rewind() { left_ = size_; }

 private:
  char block_[72 * 64];
  std::uint64_t size_;
  std::uint64_t left_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) return 64;
  const std::string spec = std::string("{127.0.0.1:") + argv[2] + "/smtp/notls}";
  const long count = std::atol(argv[3]);
  const bool fresh = argc > 5;

  mailmote::posix::Network network;
  static mailmote::MailerStorage<32 * 1024, 1> memory;
  mailmote::Mailer mailer{network, memory};
  Mail mail(static_cast<std::uint64_t>(std::atol(argv[4])));
  mailmote::Envelope envelope;
  envelope.from = "a@example.org";
  envelope.to = "b@example.org";
  envelope.content = &mail;

  if (!fresh)
    if (auto opened = mailer.open(spec, {}); !opened) return mailmote::posix::explain(opened.error());
  for (long i = 0; i < count; ++i) {
    mail.rewind();
    if (auto sent = fresh ? mailer.send(spec, {}, envelope) : mailer.send(envelope); !sent)
      return mailmote::posix::explain(sent.error());
  }
  static_cast<void>(mailer.close());
  std::printf("session %zu mailer %zu writer %zu\n", sizeof(mailmote::smtp::Session), sizeof(mailmote::Mailer),
              sizeof(mailmote::mime::Writer));
  return 0;
}
