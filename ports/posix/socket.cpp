#include <mailmote/ports/posix/socket.hpp>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace mailmote::posix {
namespace {

#if defined(MSG_NOSIGNAL)
constexpr int no_signal = MSG_NOSIGNAL;
#else
constexpr int no_signal = 0;  // SO_NOSIGPIPE does it, below
#endif

#if defined(SOCK_NONBLOCK) && defined(SOCK_CLOEXEC)

int create_non_blocking(int family) { return ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0); }

#else

bool set_flags(int descriptor) {
  const int status = ::fcntl(descriptor, F_GETFL);
  return status >= 0 && ::fcntl(descriptor, F_SETFL, status | O_NONBLOCK) == 0 &&
         ::fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0;
}

int create_non_blocking(int family) {
  const int descriptor = ::socket(family, SOCK_STREAM, 0);
  if (descriptor < 0 || set_flags(descriptor)) return descriptor;
  const int error = errno;
  ::close(descriptor);
  errno = error;
  return -1;
}

#endif

// Neither option is worth failing for.
void set_options(int descriptor) {
  const int on = 1;
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
#if defined(SO_NOSIGPIPE)
  ::setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
}

bool would_block(int error) {
#if EAGAIN != EWOULDBLOCK
  if (error == EWOULDBLOCK) return true;
#endif
  return error == EAGAIN;
}

}  // namespace

bool Socket::create(int family) {
  close();
  fault_ = FaultKind::none;
  descriptor_ = create_non_blocking(family);
  if (descriptor_ < 0) return false;
  set_options(descriptor_);
  return true;
}

void Socket::close() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

IoResult Socket::read(std::span<char> into) {
  if (!is_open()) return {Io::failed, 0};
  if (into.empty()) return {Io::want_read, 0};
  ssize_t n = 0;
  do {
    n = ::recv(descriptor_, into.data(), into.size(), 0);
  } while (n < 0 && errno == EINTR);
  if (n == 0) return {Io::closed, 0};
  if (n < 0) return stopped(errno, Io::want_read);
  return {Io::done, static_cast<std::uint32_t>(n)};
}

IoResult Socket::write(std::string_view bytes) {
  if (!is_open()) return {Io::failed, 0};
  if (bytes.empty()) return {Io::want_write, 0};
  ssize_t n = 0;
  do {
    n = ::send(descriptor_, bytes.data(), bytes.size(), no_signal);
  } while (n < 0 && errno == EINTR);
  if (n < 0) return stopped(errno, Io::want_write);
  if (n == 0) return {Io::want_write, 0};
  return {Io::done, static_cast<std::uint32_t>(n)};
}

IoResult Socket::stopped(int error, Io again) {
  if (would_block(error)) return {again, 0};
  fault_ = fault_of(error);
  return {Io::failed, 0};
}

FaultKind fault_of(int error) {
  switch (error) {
    case ECONNREFUSED: return FaultKind::refused;
    case ENETUNREACH:
    case EHOSTUNREACH:
    case EHOSTDOWN:
    case ENETDOWN:
    case ENETRESET:
    case EACCES:  // a firewall of this machine's own
    case EPERM:
    case EADDRNOTAVAIL:  // no address of ours in that family
    case EAFNOSUPPORT: return FaultKind::unreachable;
    case ETIMEDOUT: return FaultKind::connect_timeout;
    case ECONNRESET:
    case ECONNABORTED:
    case EPIPE: return FaultKind::reset;
    default: return FaultKind::local;
  }
}

}  // namespace mailmote::posix
