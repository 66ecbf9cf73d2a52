// A server of any protocol on lwIP's raw API, in the same lwIP as the client: a sim::Server for each connection.
//
// lwIP's callbacks only note what came. What is heard, said, and hung up is done in turns of the world, so a server may
// do to its connections what it likes.
#pragma once

#include <lwip/tcp.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "../sim/smtp_server.hpp"
#include "world.hpp"

namespace lwip_world {

class TcpServer final : public Station {
 public:
  using Make = std::function<std::shared_ptr<sim::Server>()>;

  TcpServer(World& world, Make make, std::uint16_t port = 25);
  ~TcpServer();
  TcpServer(const TcpServer&) = delete;
  TcpServer& operator=(const TcpServer&) = delete;

  void run() override;

  void reset();       // every connection
  void hang_up();     // every connection, properly, and says nothing more
  void half_close();  // says that it will say nothing more, and listens
  bool deaf = false;  // takes nothing from lwIP, and says nothing

  std::uint32_t window = TCP_WND;  // octets that a client may have under way
  std::size_t piece = 0xFFFF;      // at most so many octets are given to lwIP at once, each a segment of its own
  std::size_t ends_heard = 0;      // connections of which the client's FIN has come
  std::size_t broken = 0;          // connections that lwIP has given up, by a RST that came, say
  std::size_t connections() const { return lines_.size(); }
  std::size_t acknowledged = 0;  // octets that reached the client's lwIP

 private:
  struct Line {
    TcpServer* owner = nullptr;
    tcp_pcb* pcb = nullptr;
    std::shared_ptr<sim::Server> server;
    std::string heard;
    std::size_t withheld = 0;  // octets that lwIP does not know to be consumed
    bool greeted = false;
    bool ended = false;  // by the client
    bool closing = false;
  };

  static err_t on_accept(void* self, tcp_pcb* pcb, err_t error);
  static err_t on_octets(void* line, tcp_pcb* pcb, pbuf* octets, err_t error);
  static err_t on_sent(void* line, tcp_pcb* pcb, u16_t count);
  static void on_broken(void* line, err_t error);
  void run(Line& line);
  void give_credit(Line& line, std::size_t keep);
  void say(Line& line);
  void close(Line& line);
  static void leave(Line& line);

  World& world_;
  Make make_;
  tcp_pcb* listener_;
  std::vector<std::unique_ptr<Line>> lines_;
};

// A mail server: one sim::SmtpServer for each connection, and the mails that all of them took.
class Post {
 public:
  explicit Post(World& world, const sim::SmtpBehaviour& behaviour = plain(), std::uint16_t port = 25)
      : tcp(
            world, [this, behaviour] { return make(behaviour); }, port) {}

  std::vector<sim::ReceivedMail> mails() const;

  static sim::SmtpBehaviour plain();  // honest, without TLS

  std::string user, secret;
  TcpServer tcp;

 private:
  std::shared_ptr<sim::Server> make(const sim::SmtpBehaviour& behaviour);

  std::vector<std::shared_ptr<sim::SmtpServer>> servers_;
};

// Says one text and listens.
class Speaker final : public sim::Server {
 public:
  explicit Speaker(std::string text, sim::Hangup then = sim::Hangup::no) : text_(std::move(text)), then_(then) {}
  void connected() override {
    out = text_;
    hangup = then_;
  }
  void hear(std::string_view octets, bool) override { heard += octets; }
  bool shake_hands() override { return false; }

  std::string heard;

 private:
  std::string text_;
  sim::Hangup then_;
};

}  // namespace lwip_world
