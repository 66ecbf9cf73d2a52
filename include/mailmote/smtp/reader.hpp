// SMTP replies from any split of the byte stream (RFC 5321 4.2, RFC 2034), without allocating.
//
//   smtp::Reader reader{scratch};
//   for (auto e = reader.next(in); e.kind != Kind::need_input; e = reader.next(in)) use(e);
//
//   250-mx.example.org        text  250 line 0  "mx.example.org"
//   250 SIZE 1000             text  250 line 1  "SIZE 1000"
//                             end   250
//
// A line up to `scratch` long arrives whole, a longer one in pieces. A reply is complete at `end` and
// not before. What is no reply ends the stream: `failed`, for ever.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/result.hpp>
#include <mailmote/wire/line_reader.hpp>

namespace mailmote::smtp {

enum class Kind : std::uint8_t {
  need_input,  // `in` is used up; call again with more
  text,        // a line's text, or a piece of it
  end,         // the reply is complete
  failed,      // see fault()
};

enum class Fault : std::uint8_t {
  none,
  syntax,       // no reply code, or nothing that may follow one
  code_change,  // a line's code is not that of the lines before
  line_end,     // a CR or LF alone
  line_length,  // a line beyond wire::LineReader::max_line
  line_count,   // a reply beyond Reader::max_lines
};

struct Event {
  Kind kind = Kind::need_input;
  bool last = true;        // text: the line ends here
  std::uint8_t line = 0;   // text: which line of the reply, from 0
  std::uint16_t code = 0;  // 200 to 599
  Enhanced enhanced;       // of the reply's first line that has one
  std::string_view text;   // behind the code; an enhanced code stands in it still. Valid until the next call.
                           // failed: the octets that are no reply, where they are at hand
};

class Reader {
 public:
  static constexpr std::uint8_t max_lines = 128;

  // `scratch` holds 32 octets or more.
  explicit Reader(std::span<char> scratch) : lines_(scratch) {}

  Event next(std::string_view& in);
  Fault fault() const { return fault_; }

  // Octets of a reply were taken, and it is not complete.
  bool in_reply() const { return (event_.code != 0 && event_.kind != Kind::end) || lines_.in_line(); }

  // A new stream starts: what was read in clear is forgotten.
  void reset();

 private:
  Kind read(std::string_view& in);
  Fault begin_line();

  wire::LineReader lines_;
  Event event_;         // what was said last: the reply as far as it is known
  bool final_ = false;  // this line ends the reply
  Fault fault_ = Fault::none;
};

}  // namespace mailmote::smtp
