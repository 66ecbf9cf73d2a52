// The same for the POSIX port: nobody listens on port 1 of this machine, and the program is told so.
#include <array>
#include <cstdio>
#include <mailmote/ports/posix.hpp>

int main() {
  mailmote::posix::Network network;
  mailmote::Io io = mailmote::Io::want_read;
  while (io == mailmote::Io::want_read || io == mailmote::Io::want_write) io = network.open("127.0.0.1", 1);
  std::array<char, 16> nonce;
  const bool refused = network.fault().kind == mailmote::FaultKind::refused;
  std::puts(refused ? "refused, as expected" : "that was not expected");
  return refused && network.random(nonce) ? 0 : 1;
}
