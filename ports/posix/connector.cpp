#include <mailmote/ports/posix/connector.hpp>

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace mailmote::posix {
namespace {

constexpr std::size_t max_host = 255;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool same_host(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (lower(a[i]) != lower(b[i])) return false;
  return true;
}

std::string_view redirected(std::string_view host, std::span<const Resolve> resolve) {
  for (const Resolve& entry : resolve)
    if (same_host(entry.host, host)) return entry.address;
  return host;
}

bool is_bracketed(std::string_view host) { return host.size() > 2 && host.front() == '[' && host.back() == ']'; }

// The resolver wants its texts ended by a NUL; a host that holds one, or is too long, is nobody's.
bool copy_host(std::string_view host, std::array<char, max_host + 1>& into) {
  if (is_bracketed(host)) host = {host.data() + 1, host.size() - 2};
  if (host.empty() || host.size() > max_host || host.find('\0') != std::string_view::npos) return false;
  std::memcpy(into.data(), host.data(), host.size());
  into[host.size()] = '\0';
  return true;
}

void print_port(std::uint16_t port, std::array<char, 6>& into) {
  std::size_t digits = 1;
  for (unsigned rest = port; rest >= 10; rest /= 10) ++digits;
  into[digits] = '\0';
  for (unsigned rest = port; digits > 0; rest /= 10) into[--digits] = static_cast<char>('0' + rest % 10);
}

// Of several failures the one that tells most: somebody who refuses is nearer than nobody.
int weight(FaultKind kind) {
  switch (kind) {
    case FaultKind::refused: return 4;
    case FaultKind::reset: return 3;
    case FaultKind::connect_timeout: return 2;
    case FaultKind::unreachable: return 1;
    default: return 0;
  }
}

std::uint32_t count(const addrinfo* list) {
  std::uint32_t n = 0;
  for (; list != nullptr; list = list->ai_next) ++n;
  return n;
}

bool has_come(std::uint32_t moment, std::uint32_t now) { return static_cast<std::int32_t>(now - moment) >= 0; }

}  // namespace

Io Connector::connect(std::string_view host, std::uint16_t port, std::span<const Resolve> resolve, std::uint32_t now) {
  if (socket_.is_open()) return check_attempt(now);
  fault_ = FaultKind::none;
  text_ = {};
  if (!look_up(host, port, resolve)) return Io::failed;
  next_ = list_;
  attempt_limit_ = attempt_limit(count(list_));
  return try_next(now);
}

void Connector::stop() {
  if (list_ != nullptr) ::freeaddrinfo(list_);
  list_ = next_ = nullptr;
}

bool Connector::has_attempt_limit() const { return next_ != nullptr; }

bool Connector::look_up(std::string_view host, std::uint16_t port, std::span<const Resolve> resolve) {
  stop();
  const std::string_view target = redirected(host, resolve);
  std::array<char, max_host + 1> node;
  std::array<char, 6> service;
  if (!copy_host(target, node)) {
    fault_ = FaultKind::unknown_host;
    return false;
  }
  print_port(port, service);

  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV | (is_bracketed(target) ? AI_NUMERICHOST : 0);
  int code = ::getaddrinfo(node.data(), service.data(), &hints, &list_);
  // RFC 6761 6.3: localhost is this machine, also where no file says so (a bare container has no /etc/hosts).
  if (code != 0 && same_host(target, "localhost")) code = ::getaddrinfo(nullptr, service.data(), &hints, &list_);
  if (code == 0 && list_ != nullptr) return true;
  list_ = nullptr;
  note_lookup(code);
  return false;
}

void Connector::note_lookup(int code) {
  text_ = ::gai_strerror(code);
  switch (code) {
    case EAI_NONAME:
#if defined(EAI_NODATA)
    case EAI_NODATA:
#endif
#if defined(EAI_ADDRFAMILY)
    case EAI_ADDRFAMILY:
#endif
      fault_ = FaultKind::unknown_host;
      break;
    case EAI_MEMORY: fault_ = FaultKind::local; break;
    default: fault_ = FaultKind::resolver;
  }
}

void Connector::note(FaultKind kind) {
  if (fault_ == FaultKind::none || weight(kind) > weight(fault_)) fault_ = kind;
}

Io Connector::try_next(std::uint32_t now) {
  while (next_ != nullptr) {
    const Io io = start_attempt(now);
    if (io != Io::failed) return io;
  }
  stop();
  return Io::failed;
}

Io Connector::start_attempt(std::uint32_t now) {
  const addrinfo& address = *next_;
  next_ = address.ai_next;
  if (!socket_.create(address.ai_family)) {
    note(fault_of(errno));
    return Io::failed;
  }
  attempt_until_ = now + attempt_limit_;
  if (::connect(socket_.descriptor(), address.ai_addr, address.ai_addrlen) == 0) return finish();
  // Interrupted, a non-blocking connect() goes on all the same.
  if (errno == EINPROGRESS || errno == EINTR) return Io::want_write;
  note(fault_of(errno));
  socket_.close();
  return Io::failed;
}

Io Connector::check_attempt(std::uint32_t now) {
  pollfd ready{socket_.descriptor(), POLLOUT, 0};
  const int count = ::poll(&ready, 1, 0);
  if (count <= 0) {
    const bool in_time = next_ == nullptr || !has_come(attempt_until_, now);
    return in_time ? Io::want_write : give_up_attempt(FaultKind::connect_timeout, now);
  }
  int error = 0;
  socklen_t size = sizeof error;
  if (::getsockopt(socket_.descriptor(), SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
  return error == 0 ? finish() : give_up_attempt(fault_of(error), now);
}

Io Connector::give_up_attempt(FaultKind kind, std::uint32_t now) {
  note(kind);
  socket_.close();
  return try_next(now);
}

Io Connector::finish() {
  stop();
  fault_ = FaultKind::none;
  return Io::done;
}

}  // namespace mailmote::posix
