// An accepted connection as a Transport. The descriptor is the server's: it closes it, nobody here does.
#pragma once

#include <mailmote/transport.hpp>

namespace demo {

class Socket final : public mailmote::Transport {
 public:
  // Makes `descriptor` non-blocking.
  explicit Socket(int descriptor);

  mailmote::IoResult read(std::span<char> into) override;
  mailmote::IoResult write(std::string_view bytes) override;

  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

}  // namespace demo
