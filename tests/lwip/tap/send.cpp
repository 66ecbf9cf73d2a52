// Sends a mail of so many octets through lwIP over a tap interface, to a server on the kernel's side of it.
//
//   lwip_tap_send INTERFACE ADDRESS ROUTER SPECIFICATION SIZE [CA-FILE]
//
// The router is asked for names, too. Exits 77 where there is no tap interface to be had.
#include <lwip/dns.h>
#include <lwip/stats.h>
#include <lwip/sys.h>

#include <mailmote/mailer.hpp>
#include <mailmote/ports/lwip.hpp>
#include <mailmote/ports/mbedtls.hpp>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <random>
#include <string>

#include "tap.hpp"

using namespace mailmote;

namespace {

int draw(void*, unsigned char* into, std::size_t size) {
  static std::random_device device;
  for (std::size_t i = 0; i < size; ++i) into[i] = static_cast<unsigned char>(device());
  return 0;
}

class Process final : public lwip::Machine {
 public:
  std::int64_t wall_clock() override { return std::time(nullptr); }
  bool random(std::span<char> into) override {
    return draw(nullptr, reinterpret_cast<unsigned char*>(into.data()), into.size()) == 0;
  }
  void wait(std::uint32_t until) override { tap::poll(until - sys_now()); }
};

std::string text_of(std::size_t size) {
  std::string text;
  for (std::size_t line = 0; text.size() < size; ++line) text += ".line " + std::to_string(line) + " of the alert\r\n";
  return text;
}

int send(const char* spec, std::size_t size, TlsLayer* tls) {
  Process process;
  lwip::Network network(process, tls);
  MailerStorage<2048> memory;
  Mailer mailer(network, memory);
  const std::string text = text_of(size);
  TextSource content(text);
  const Login login = tls != nullptr ? Login("pump3", "secret") : Login();
  const Result sent = mailer.send(spec, login, Envelope{"pump3@plant.example", "ops@plant.example", &content});
  for (int i = 0; i < 20; ++i) tap::poll(10);  // FIN and its answers
  const Error& error = sent.error();
  std::printf("%s %s, fault %d, reply %d; TCP_SEG %d, PBUF_POOL %d, heap %d at most\n",
              std::string(name(error.category)).c_str(), std::string(name(error.stage)).c_str(),
              static_cast<int>(error.fault), error.reply, lwip_stats.memp[MEMP_TCP_SEG]->max,
              lwip_stats.memp[MEMP_PBUF_POOL]->max, static_cast<int>(lwip_stats.mem.max));
  return sent ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 6) return 64;
  const char* const router = arguments[3];
  if (!tap::begin(arguments[1], arguments[2], router)) {
    std::printf("no tap interface: %s\n", std::strerror(errno));
    return 77;
  }
  ip_addr_t names;
  ipaddr_aton(router, &names);
  dns_setserver(0, &names);
  const auto size = static_cast<std::size_t>(std::atol(arguments[5]));
  if (count == 6) return send(arguments[4], size, nullptr);
  mbedtls::Trust trust;
  if (!trust.add_file(arguments[6])) return 66;
  mbedtls::Layer tls(trust, {draw, nullptr});
  return send(arguments[4], size, &tls);
}
