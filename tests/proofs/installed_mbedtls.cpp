// The same for TLS over any Transport: one that is gone gives no handshake, and without roots there is not even a try.
#include <cstdio>
#include <mailmote/ports/mbedtls.hpp>

namespace {

class Gone final : public mailmote::Transport {
 public:
  mailmote::IoResult read(std::span<char>) override { return {mailmote::Io::failed, 0}; }
  mailmote::IoResult write(std::string_view) override { return {mailmote::Io::failed, 0}; }
};

int fill(void*, unsigned char* into, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) into[i] = static_cast<unsigned char>(i);
  return 0;
}

}  // namespace

int main() {
  using mailmote::Verify;
  Gone gone;
  const mailmote::mbedtls::Trust nobody;
  mailmote::mbedtls::Tls tls;
  const bool without_roots = tls.begin(gone, "mail.example", Verify::required, nobody, {fill, nullptr});
  const bool no_ca = tls.fault().kind == mailmote::FaultKind::no_ca;
  const bool begun = tls.begin(gone, "mail.example", Verify::none, nobody, {fill, nullptr});
  mailmote::Io io = mailmote::Io::want_write;
  while (io == mailmote::Io::want_write) io = tls.handshake();
  const bool failed = begun && io == mailmote::Io::failed;
  std::puts(!without_roots && no_ca && failed ? "refused, as expected" : "that was not expected");
  return !without_roots && no_ca && failed ? 0 : 1;
}
