// The smallest program that uses an installed library: compiled by installed.sh with pkg-config's flags alone.
#include <cstdio>
#include <mailmote/spec.hpp>

int main() {
  char storage[128];
  const auto parsed = mailmote::parse_spec("{mail.example:587/submit/tls}", mailmote::Service::submit, storage);
  std::printf("%.*s port %u\n", static_cast<int>(parsed.spec.host.size()), parsed.spec.host.data(),
              static_cast<unsigned>(parsed.spec.connect_port()));
  return parsed && parsed.spec.tls ? 0 : 1;
}
