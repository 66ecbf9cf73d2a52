// Services: their names and ports, and what may be opened.
#include <mailmote/spec.hpp>

namespace mailmote {
namespace {

struct Entry {
  char name[8];
  std::uint16_t port;
  std::uint16_t tls_port;
};

// In the order of Service. Ours, not the system's /etc/services, which can change them in silence.
constexpr Entry services[] = {
    {"imap", 143, 993}, {"pop3", 110, 995}, {"nntp", 119, 563}, {"smtp", 25, 465}, {"submit", 587, 465},
};

const Entry& entry(Service service) { return services[static_cast<unsigned>(service)]; }

}  // namespace

std::string_view name(Service service) { return entry(service).name; }

std::uint16_t default_port(Service service, bool starts_with_tls) {
  return starts_with_tls ? entry(service).tls_port : entry(service).port;
}

bool is_tls_port(std::uint16_t port) {
  for (const Entry& e : services)
    if (e.tls_port == port) return true;
  return false;
}

std::uint16_t Spec::connect_port() const { return port != 0 ? port : default_port(service, starts_with_tls()); }

SpecReason check_opening(const Spec& spec) {
  return is_tls_port(spec.port) && !spec.starts_with_tls() ? SpecReason::port_needs_ssl : SpecReason::none;
}

Spec with_ssl(const Spec& spec) {
  Spec fixed = spec;
  fixed.ssl = fixed.notls = true;
  fixed.tls = fixed.tlssslv23 = false;
  return fixed;
}

}  // namespace mailmote
