// A TCP connection as a Transport. Owns its descriptor; never blocks, never raises SIGPIPE.
#pragma once

#include <mailmote/fault.hpp>
#include <mailmote/transport.hpp>

namespace mailmote::posix {

class Socket final : public Transport {
 public:
  Socket() = default;
  ~Socket() { close(); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  // A new socket of this address family, closed on exec. False leaves the reason in errno.
  bool create(int family);
  void close();

  IoResult read(std::span<char> into) override;
  IoResult write(std::string_view bytes) override;

  bool is_open() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }
  FaultKind fault() const { return fault_; }

 private:
  IoResult stopped(int error, Io again);

  int descriptor_ = -1;
  FaultKind fault_ = FaultKind::none;
};

// What an errno of socket(), connect(), recv() or send() means.
FaultKind fault_of(int error);

}  // namespace mailmote::posix
