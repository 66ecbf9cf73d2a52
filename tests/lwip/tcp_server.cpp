#include "tcp_server.hpp"

#include <lwip/pbuf.h>

#include <algorithm>
#include <stdexcept>

namespace lwip_world {

TcpServer::TcpServer(World& world, Make make, std::uint16_t port) : world_(world), make_(std::move(make)) {
  const InCore core;
  tcp_pcb* const pcb = tcp_new_ip_type(IPADDR_TYPE_ANY);
  if (pcb == nullptr || tcp_bind(pcb, IP_ANY_TYPE, port) != ERR_OK) throw std::runtime_error("no port for a server");
  listener_ = tcp_listen(pcb);
  tcp_arg(listener_, this);
  tcp_accept(listener_, on_accept);
  world_.settle(*this);
}

TcpServer::~TcpServer() {
  const InCore core;
  reset();
  tcp_close(listener_);
  world_.remove(*this);
}

void TcpServer::reset() {
  const InCore core;
  for (const auto& line : lines_) {
    if (line->pcb == nullptr) continue;
    tcp_pcb* const pcb = line->pcb;
    leave(*line);
    tcp_abort(pcb);
  }
}

void TcpServer::hang_up() {
  for (const auto& line : lines_) {
    line->server->out.clear();
    line->closing = true;
  }
}

void TcpServer::half_close() {
  const InCore core;
  run();
  for (const auto& line : lines_)
    if (line->pcb != nullptr) tcp_shutdown(line->pcb, 0, 1);
}

err_t TcpServer::on_accept(void* self, tcp_pcb* pcb, err_t error) {
  if (error != ERR_OK || pcb == nullptr) return ERR_VAL;
  TcpServer& server = *static_cast<TcpServer*>(self);
  auto line = std::make_unique<Line>();
  line->owner = &server;
  line->pcb = pcb;
  line->server = server.make_();
  tcp_arg(pcb, line.get());
  tcp_recv(pcb, on_octets);
  tcp_sent(pcb, on_sent);
  tcp_err(pcb, on_broken);
  tcp_nagle_disable(pcb);
  // lwIP announces no window that grew by less than a segment.
  pcb->mss = static_cast<u16_t>(std::min<std::uint32_t>(pcb->mss, std::max(server.window / 2, 1U)));
  server.lines_.push_back(std::move(line));
  return ERR_OK;
}

err_t TcpServer::on_octets(void* self, tcp_pcb*, pbuf* octets, err_t) {
  Line& line = *static_cast<Line*>(self);
  if (octets == nullptr) {
    line.ended = true;
    ++line.owner->ends_heard;
    return ERR_OK;
  }
  const std::size_t before = line.heard.size();
  line.heard.resize(before + octets->tot_len);
  pbuf_copy_partial(octets, line.heard.data() + before, octets->tot_len, 0);
  pbuf_free(octets);
  return ERR_OK;
}

err_t TcpServer::on_sent(void* self, tcp_pcb*, u16_t count) {
  static_cast<Line*>(self)->owner->acknowledged += count;
  return ERR_OK;
}

void TcpServer::on_broken(void* self, err_t) {
  Line& line = *static_cast<Line*>(self);
  line.pcb = nullptr;
  ++line.owner->broken;
}

void TcpServer::run() {
  if (deaf) return;
  for (std::size_t i = 0; i < lines_.size(); ++i)
    if (lines_[i]->pcb != nullptr) run(*lines_[i]);
}

void TcpServer::run(Line& line) {
  if (!line.greeted) line.server->connected();
  line.greeted = true;
  const std::string heard = std::move(line.heard);
  line.heard.clear();
  line.withheld += heard.size();
  if (!line.closing) line.server->hear(heard, false);
  give_credit(line, TCP_WND - std::min<std::uint32_t>(window, TCP_WND));
  say(line);
  if (line.server->out.empty() && (line.ended || line.server->hangup != sim::Hangup::no)) line.closing = true;
  if (line.closing) close(line);
}

void TcpServer::give_credit(Line& line, std::size_t keep) {
  if (line.withheld <= keep) return;
  tcp_recved(line.pcb, static_cast<u16_t>(line.withheld - keep));
  line.withheld = keep;
}

void TcpServer::say(Line& line) {
  std::string& out = line.server->out;
  while (!out.empty()) {
    const std::size_t n = std::min({out.size(), piece, std::size_t{tcp_sndbuf(line.pcb)}});
    if (n == 0 || tcp_write(line.pcb, out.data(), static_cast<u16_t>(n), TCP_WRITE_FLAG_COPY) != ERR_OK) break;
    out.erase(0, n);
    if (n == piece) tcp_output(line.pcb);
  }
  tcp_output(line.pcb);
}

// lwIP says RST in place of FIN where it thinks that octets were not read.
void TcpServer::close(Line& line) {
  tcp_pcb* const pcb = line.pcb;
  if (line.server->hangup == sim::Hangup::reset) {
    leave(line);
    tcp_abort(pcb);
    return;
  }
  give_credit(line, 0);
  if (tcp_close(pcb) == ERR_OK) leave(line);  // or else again in the next turn
}

void TcpServer::leave(Line& line) {
  tcp_arg(line.pcb, nullptr);
  tcp_recv(line.pcb, nullptr);
  tcp_sent(line.pcb, nullptr);
  tcp_err(line.pcb, nullptr);
  line.pcb = nullptr;
}

sim::SmtpBehaviour Post::plain() {
  sim::SmtpBehaviour behaviour = sim::SmtpBehaviour::honest();
  behaviour.starttls = false;
  return behaviour;
}

std::shared_ptr<sim::Server> Post::make(const sim::SmtpBehaviour& behaviour) {
  auto server = std::make_shared<sim::SmtpServer>(behaviour, user, secret, sim::Dice(1));
  servers_.push_back(server);
  return server;
}

std::vector<sim::ReceivedMail> Post::mails() const {
  std::vector<sim::ReceivedMail> all;
  for (const auto& server : servers_) all.insert(all.end(), server->mails.begin(), server->mails.end());
  return all;
}

}  // namespace lwip_world
