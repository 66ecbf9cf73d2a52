// Bytes to lines. Only CRLF ends a line (RFC 5321 2.3.8); a CR or LF alone ends the stream.
//
//   wire::LineReader lines{scratch};
//   for (auto e = lines.next(in); e.kind != wire::LineReader::Kind::need_input; e = lines.next(in)) use(e);
//
// A line is gathered in `scratch`, and arrives whole if it fits. A longer one comes in pieces of
// scratch.size() octets, `last` only on the final one, which may be shorter. Keeps no pointer to `in`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace mailmote::wire {

class LineReader {
 public:
  static constexpr std::size_t max_line = std::size_t{1024} * 1024;  // octets without CRLF; beyond: too_long

  enum class Kind : std::uint8_t {
    need_input,  // `in` is used up
    line,        // a line, or a piece of one
    bare,        // a CR or LF alone: framing is lost, for ever
    too_long,    // likewise
  };

  struct Event {
    Kind kind = Kind::need_input;
    bool last = true;       // the line ends here
    std::string_view text;  // without CRLF; valid until the next call
  };

  // `scratch` holds 32 octets or more.
  explicit LineReader(std::span<char> scratch) : scratch_(scratch) {}
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  Event next(std::string_view& in);

  // Forgets a line that was begun, and a fault: a new stream starts.
  void reset();

  bool in_line() const { return used_ + given_ != 0 || carriage_return_; }

 private:
  void gather(std::string_view& in);
  Event give(bool last);

  std::span<char> scratch_;
  std::uint32_t used_ = 0;   // octets in scratch_
  std::uint32_t given_ = 0;  // octets of this line that were given out
  bool carriage_return_ = false;
  Kind fault_ = Kind::need_input;
};

}  // namespace mailmote::wire
