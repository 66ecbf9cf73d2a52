// Text to its dot-stuffed form and back (RFC 5321 4.5.2, RFC 1939 3, RFC 3977 3.1.1).
//
//   wire::DotEncoder encoder;
//   const wire::Step step = encoder.encode(text, room);   // again with the rest, then finish()
//
//   wire::DotDecoder decoder;
//   for (auto e = decoder.next(in); e.kind == wire::DotDecoder::Kind::text; e = decoder.next(in)) use(e.text);
//
// Text comes in any pieces. Neither class has a buffer or keeps a pointer; both are a few octets of state.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/wire/step.hpp>

namespace mailmote::wire {

// LF, CR and CRLF all end a line of the input and become CRLF; a dot at the start of a line is doubled.
class DotEncoder {
 public:
  static constexpr std::size_t min_room = 2;     // out.size() with which encode() always gets on
  static constexpr std::size_t finish_room = 5;  // that is always enough for finish()

  // Takes what fits. The output is at most twice the input. `in` may lie in the upper half of `out`
  // (in.data() >= out.data() + out.size() / 2, in.size() <= out.size() / 2): it is read before it is overwritten.
  Step encode(std::string_view in, std::span<char> out);

  // Ends a line that was begun, and the text: ".\r\n". The octets written; 0 if they do not fit, and then
  // nothing has changed. Afterwards a new text may begin.
  std::size_t finish(std::span<char> out);

  void reset() { *this = DotEncoder(); }

 private:
  bool in_line_ = false;
  bool skip_line_feed_ = false;  // a CR was written as CRLF, an LF behind it is part of the same line end
};

// Only CRLF . CRLF ends the text; a CR or LF alone, and a dot behind one, is text. CRLF is kept.
class DotDecoder {
 public:
  enum class Kind : std::uint8_t {
    need_input,  // `in` is used up
    text,        // some of the text, without stuffed dots
    end,         // the lone dot was seen; what is left in `in` is not of this text. Again until reset()
  };

  struct Event {
    Kind kind = Kind::need_input;
    std::string_view text;  // never empty; lies in `in`, or in static storage
  };

  Event next(std::string_view& in);

  void reset() { state_ = State::line_start; }

 private:
  enum class State : std::uint8_t { line_start, text, carriage_return, dot, dot_carriage_return, ended };

  Event give(std::string_view& in);
  std::size_t to_line_dot(std::string_view in) const;
  State after(std::string_view text) const;

  State state_ = State::line_start;
};

}  // namespace mailmote::wire
