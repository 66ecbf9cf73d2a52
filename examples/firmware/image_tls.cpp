// With TLS, and all of it checked: the server's certificate, its name, its dates.
#include <mailmote/ports/lwip.hpp>
#include <mailmote/ports/mbedtls.hpp>

#include "console.hpp"
#include "figures.hpp"
#include "image.hpp"
#include "qemu_only.h"
#include "tls_memory.hpp"
#include "tls_meter.hpp"
#include "tls_platform.hpp"
#include "trusted_roots.hpp"

namespace {

constinit Arguments arguments;

}  // namespace

int run_image(std::string_view name, Program program) {
  if (!qemu_is_here()) return refuse_to_run();
  if (!arguments.read()) return 64;  // EX_USAGE
  Board board{arguments};

  tls_memory_start();
  tls_platform_start();
  mailmote::mbedtls::Trust trust;
  for (const auto& root : trusted_roots) {
    if (!trust.add_der(root)) return 78;  // EX_CONFIG
  }
  mailmote::mbedtls::Layer tls{trust, {tls_random, nullptr}};
  mailmote::lwip::Network network{board, &tls};

  int status = 0;
  for (std::uint32_t i = 0; i < arguments.count && status == 0; ++i) {
    say(name, i + 1);
    status = program(network, board, arguments);
    say_tls_figures();
    if (arguments.meter != 0) say_handshake_steps();
    say_figures();
  }
  return status;
}
