// One client of the demonstration server: lines in, lines out, in clear and then under TLS. The same for every
// protocol.
//
// Calls block, but every wait has an end, however slowly octets drip: see Patience. What is written leaves when there
// is nothing left to read, so that a client that pipelines gets its answers in one packet.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "socket.hpp"
#include "tls_server.hpp"

namespace demo {

struct Patience {
  std::chrono::seconds step{60};          // for one line, one flush, one handshake
  std::chrono::seconds session{15 * 60};  // for all of it
};

class Connection {
 public:
  static constexpr std::size_t max_line = 64 * 1024;
  static constexpr std::size_t max_unsent = 256 * 1024;  // then what was written leaves at once

  enum class Line { whole, too_long, gone };

  Connection(int descriptor, const Identity& identity, const Patience& patience);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // The next line, without the CRLF that ends it. After too_long and gone there is none any more.
  Line read_line(std::string& line);

  // So many octets as they come: what follows the last line. False: the client is gone.
  bool read_octets(std::size_t count, std::string& octets);

  // Waits for as long as nothing comes, `time` at most. False: something came, or the client is gone.
  bool is_quiet(std::chrono::milliseconds time);

  // What is written to a client that takes nothing any more goes nowhere.
  void write(std::string_view text);
  bool flush();

  // Shakes hands. Fails where octets came before it: they were not protected, and somebody may have put them there.
  bool start_tls();
  bool is_secured() const { return tls_ != nullptr; }

 private:
  using Clock = std::chrono::steady_clock;

  mailmote::Transport& transport();
  Clock::time_point deadline() const;
  bool wait(mailmote::Io wanted, Clock::time_point until) const;
  bool receive(Clock::time_point until);
  bool flush(Clock::time_point until);

  Socket socket_;
  const Identity& identity_;
  Patience patience_;
  std::unique_ptr<TlsServer> tls_;
  std::string in_;
  std::size_t in_used_ = 0;  // of in_: octets that lines were made of
  std::size_t searched_ = 0;
  std::string out_;
  bool stuck_ = false;  // the client has not taken what was flushed
  Clock::time_point session_end_ = Clock::now() + patience_.session;
};

}  // namespace demo
