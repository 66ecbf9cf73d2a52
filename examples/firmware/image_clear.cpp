// Without TLS: what is left when no byte of it is linked. For a server in the same cabinet, and to see the floor.
#include <mailmote/ports/lwip.hpp>

#include "console.hpp"
#include "figures.hpp"
#include "image.hpp"
#include "qemu_only.h"

namespace {

constinit Arguments arguments;

}  // namespace

int run_image(std::string_view name, Program program) {
  if (!qemu_is_here()) return refuse_to_run();
  if (!arguments.read()) return 64;  // EX_USAGE
  Board board{arguments};
  mailmote::lwip::Network network{board};

  int status = 0;
  for (std::uint32_t i = 0; i < arguments.count && status == 0; ++i) {
    say(name, i + 1);
    status = program(network, board, arguments);
    say_figures();
  }
  return status;
}
