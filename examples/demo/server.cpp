#include "server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace demo {
namespace {

constexpr int tidy_ms = 500;  // how soon a finished thread is joined
constexpr int backlog = 16;

[[noreturn]] void give_up(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

}  // namespace

Server::Server(const Options& options, Service service) : options_(options), service_(std::move(service)) {
  if (!prepare_tls(options_.identity))
    throw std::runtime_error("cannot read " + options_.identity.certificate + " and " + options_.identity.key);
  listen();
  if (::pipe(wake_) != 0) give_up("pipe");
  accepting_ = std::thread([this] { accept_all(); });
}

Server::~Server() {
  ::close(wake_[1]);
  accepting_.join();
  ::close(wake_[0]);
  ::close(listener_);
}

void Server::listen() {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener_ < 0) give_up("socket");
  const int on = 1;
  ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(options_.port);
  socklen_t size = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, any, size) != 0) give_up("bind");
  if (::listen(listener_, backlog) != 0) give_up("listen");
  if (::getsockname(listener_, any, &size) != 0) give_up("getsockname");
  port_ = ntohs(address.sin_port);
}

void Server::accept_all() {
  for (;;) {
    pollfd ready[] = {{listener_, POLLIN, 0}, {wake_[0], POLLIN, 0}};
    ::poll(ready, 2, clients_.empty() ? -1 : tidy_ms);
    remove_finished();
    if (ready[1].revents != 0) break;
    if (ready[0].revents != 0) accept_one();
  }
  hang_up();
}

void Server::accept_one() {
  const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  if (descriptor < 0) return;
  if (clients_.size() == max_clients) {
    ::close(descriptor);
    return;
  }
  Client& client = clients_.emplace_back();
  client.descriptor = descriptor;
  client.thread = std::thread([this, &client] { serve(client); });
}

void Server::serve(Client& client) {
  {
    Connection connection(client.descriptor, options_.identity, options_.patience);
    if (options_.tls == TlsStart::on_request || connection.start_tls()) service_(connection);
  }
  client.over = true;
}

void Server::remove_finished() {
  std::erase_if(clients_, [](Client& client) {
    if (!client.over) return false;
    client.thread.join();
    ::close(client.descriptor);
    return true;
  });
}

// A thread that waits for its client sees the end of the stream.
void Server::hang_up() {
  for (const Client& client : clients_) ::shutdown(client.descriptor, SHUT_RDWR);
  for (Client& client : clients_) {
    client.thread.join();
    ::close(client.descriptor);
  }
  clients_.clear();
}

}  // namespace demo
