// What the stack asks of a byte stream: two calls that never block.
//
// TCP is one, and TLS is one over another. A Transport owns its connection; whoever holds a
// Transport& does not own the Transport.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace mailmote {

enum class Io : std::uint8_t {
  done,        // `count` octets moved
  want_read,   // nothing moved; try again when the connection can be read
  want_write,  // nothing moved; try again when it can be written
  closed,      // the peer ended the stream properly
  truncated,   // TCP ended without TLS's close_notify: somebody may have cut it
  failed,      // broken for good
};

struct IoResult {
  Io io = Io::want_read;
  std::uint32_t count = 0;  // octets; above 0 exactly when io is done
};

class Transport {
 public:
  virtual IoResult read(std::span<char> into) = 0;
  virtual IoResult write(std::string_view bytes) = 0;

 protected:
  ~Transport() = default;  // never owned, never deleted through the base
};

}  // namespace mailmote
