// Listens on loopback and gives every client a thread of its own, in which a service talks to it.
//
//   Server smtp{{.identity = identity}, [&](Connection& client) { SmtpServer{client, store, account}.serve(); }};
//
// One Server is one port, and so one protocol; several share a Store. It never listens on anything but 127.0.0.1.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <thread>

#include "connection.hpp"

namespace demo {

enum class TlsStart { on_request, at_once };

class Server {
 public:
  static constexpr std::size_t max_clients = 32;  // one more is hung up on

  using Service = std::function<void(Connection&)>;

  struct Options {
    std::uint16_t port = 0;  // 0: any that is free
    TlsStart tls = TlsStart::on_request;
    Identity identity{};
    Patience patience{};
  };

  // Throws std::runtime_error if it cannot listen, or has no identity.
  Server(const Options& options, Service service);
  // Hangs up on every client and waits for the threads.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const { return port_; }

 private:
  // Touched by the accepting thread alone, but for `over`.
  struct Client {
    int descriptor = -1;
    std::atomic<bool> over = false;
    std::thread thread;
  };

  void listen();
  void accept_all();
  void accept_one();
  void serve(Client& client);
  void remove_finished();
  void hang_up();

  Options options_;
  Service service_;
  int listener_ = -1;
  int wake_[2] = {-1, -1};  // a pipe: its end tells the accepting thread to stop
  std::uint16_t port_ = 0;
  std::list<Client> clients_;
  std::thread accepting_;
};

}  // namespace demo
