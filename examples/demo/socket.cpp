#include "socket.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>

namespace demo {
namespace {

using mailmote::Io;
using mailmote::IoResult;

IoResult stopped(Io again) {
  const bool waits = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
  return {waits ? again : Io::failed, 0};
}

}  // namespace

Socket::Socket(int descriptor) : descriptor_(descriptor) {
  ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
  const int on = 1;
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

IoResult Socket::read(std::span<char> into) {
  const ssize_t n = ::recv(descriptor_, into.data(), into.size(), 0);
  if (n == 0) return {Io::closed, 0};
  return n > 0 ? IoResult{Io::done, static_cast<std::uint32_t>(n)} : stopped(Io::want_read);
}

IoResult Socket::write(std::string_view bytes) {
  const ssize_t n = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  return n > 0 ? IoResult{Io::done, static_cast<std::uint32_t>(n)} : stopped(Io::want_write);
}

}  // namespace demo
