// The smallest port: a Network over POSIX sockets, without TLS, and a program that sends a mail through it. For whoever
// writes a port of his own; a program on Linux takes ports/posix, which tries all addresses and has TLS.
//
//   demo_server --port 2525 --clear --print &
//   network_minimal '{127.0.0.1:2525/submit/notls}'
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <mailmote/describe.hpp>
#include <mailmote/mailer.hpp>
#include <string>

namespace {

using mailmote::FaultKind;
using mailmote::Io;
using mailmote::IoResult;

class SocketNetwork final : public mailmote::Network {
 public:
  ~SocketNetwork() { close(); }

  // --- the connection

  Io open(std::string_view host, std::uint16_t port) override {
    fault_ = FaultKind::none;
    if (socket_ < 0) return begin(host, port);
    pollfd connecting{socket_, POLLOUT, 0};
    if (::poll(&connecting, 1, 0) == 0) return Io::want_write;
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size);
    return error == 0 ? Io::done : fail(error == ECONNREFUSED ? FaultKind::refused : FaultKind::unreachable);
  }

  Io secure(std::string_view, mailmote::Verify) override { return fail(FaultKind::no_tls); }

  IoResult read(std::span<char> into) override {
    return moved(::recv(socket_, into.data(), into.size(), 0), Io::want_read);
  }

  IoResult write(std::string_view bytes) override {
    return moved(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL), Io::want_write);
  }

  void close() override {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
  }

  bool pending() const override { return false; }  // nothing is kept between recv() and the caller

  mailmote::Fault fault() const override { return {fault_, 0, {}}; }

  std::string_view local_address(std::span<char> text) override {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (::getsockname(socket_, any, &size) != 0 || address.ss_family != AF_INET) return {};
    const int wrong =
        ::getnameinfo(any, size, text.data(), static_cast<socklen_t>(text.size()), nullptr, 0, NI_NUMERICHOST);
    return wrong == 0 ? std::string_view(text.data()) : std::string_view();
  }

  // --- the machine

  std::uint32_t now() override {
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<std::uint32_t>(time.tv_sec * 1000 + time.tv_nsec / 1'000'000);
  }

  std::int64_t wall_clock() override {
    const std::int64_t seconds = ::time(nullptr);
    return seconds < clock_floor ? unknown_time : seconds;
  }

  bool random(std::span<char> into) override { return ::getentropy(into.data(), into.size()) == 0; }  // up to 256

  void wait(mailmote::Interest interest, std::uint32_t until) override {
    const auto left = static_cast<std::int32_t>(until - now());  // both wrap
    if (left <= 0) return;
    pollfd ready{socket_, 0, 0};
    if ((static_cast<unsigned>(interest) & 1) != 0) ready.events |= POLLIN;
    if ((static_cast<unsigned>(interest) & 2) != 0) ready.events |= POLLOUT;
    if (interest == mailmote::Interest::none) ready.fd = -1;  // or a hang-up would wake us again and again
    ::poll(&ready, 1, left);
  }

 private:
  Io fail(FaultKind kind) {
    fault_ = kind;
    return Io::failed;
  }

  // The resolver blocks, and of all addresses only the first is tried: that much a demonstration may.
  Io begin(std::string_view host, std::uint16_t port) {
    if (host.starts_with('[')) host = {host.data() + 1, host.size() - 2};
    addrinfo hints{}, *found = nullptr;
    hints.ai_socktype = SOCK_STREAM;
    if (::getaddrinfo(std::string(host).c_str(), std::to_string(port).c_str(), &hints, &found) != 0)
      return fail(FaultKind::unknown_host);
    socket_ = ::socket(found->ai_family, SOCK_STREAM, 0);
    if (socket_ >= 0) ::fcntl(socket_, F_SETFL, O_NONBLOCK);
    const bool begun =
        socket_ >= 0 && (::connect(socket_, found->ai_addr, found->ai_addrlen) == 0 || errno == EINPROGRESS);
    ::freeaddrinfo(found);
    return begun ? Io::want_write : fail(FaultKind::unreachable);
  }

  // `count` above 0 exactly when done; 0 octets are the end of the stream.
  IoResult moved(ssize_t count, Io again) {
    if (count > 0) return {Io::done, static_cast<std::uint32_t>(count)};
    if (count == 0) return {Io::closed, 0};
    if (errno == EAGAIN || errno == EINTR) return {again, 0};
    return {fail(FaultKind::reset), 0};
  }

  int socket_ = -1;
  FaultKind fault_ = FaultKind::none;
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fputs("usage: network_minimal '{host:port/submit/notls}'\n", stderr);
    return 64;
  }
  SocketNetwork network;
  mailmote::MailerStorage<1024> memory;
  mailmote::Mailer mailer{network, memory};

  mailmote::Message mail;
  mail.from = "pump3@plant.example";
  mail.to = "ops@plant.example";
  mail.subject = "The port works";
  mail.text = "Sent through a Network of a hundred lines.\n";

  const mailmote::Result sent = mailer.send(std::string_view(arguments[1]), {}, mail);
  if (sent) {
    std::puts("sent");
    return 0;
  }
  char text[mailmote::describe_room];
  const std::string_view told = mailmote::describe(sent.error(), text);
  std::fwrite(told.data(), 1, told.size(), stderr);
  return mailmote::exit_code(sent.error());
}
