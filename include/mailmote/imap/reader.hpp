// IMAP responses from any split of the byte stream (RFC 3501 and RFC 9051, sections 7 and 9), without allocating.
//
//   imap::Reader reader{scratch};
//   for (const auto* e = &reader.next(in); e->kind != imap::Kind::need_input; e = &reader.next(in)) use(*e);
//
//   * 12 FETCH (UID 7 BODY[] {3}     begin  untagged fetch 12
//   abc)                             open   {0}
//                                    value  {0,0} "UID"     value {0,1} "7"
//                                    value  {0,2} "BODY[]"  value {0,3} "abc" literal
//                                    close  {0}
//                                    end
//   A1 OK [READ-WRITE] done          begin  tagged ok "A1"
//                                    code   {0}     value {0,0} "READ-WRITE"     code_end {0}
//                                    text   "done"
//                                    end
//
// A value up to `scratch` long arrives whole, a longer one in pieces. There is no tree: every event carries its
// position. The reader judges form only; what is no response ends the stream: `failed`, for ever.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace mailmote::imap {

enum class Kind : std::uint8_t {
  need_input,  // `in` is used up; call again with more
  begin,       // a response starts: see line, response, number, tag, bytes
  open,        // '('
  close,       // the matching ')'
  code,        // '[' of a response code (RFC 3501 7.1); what stands in it has the positions of a list
  code_end,    // the matching ']'
  value,       // an atom, a string or NIL, or a piece of one
  text,        // the human-readable text that ends a status or a continuation, or a piece of it
  end,         // the response is complete
  failed,      // the stream cannot be followed any further; see fault()
};

enum class Line : std::uint8_t { untagged, tagged, continuation };

// What a response is, by its keyword. Case does not count.
enum class Response : std::uint8_t {
  other,  // one that has no name here; `bytes` of begin holds its keyword
  ok,
  no,
  bad,
  bye,
  preauth,
  capability,
  enabled,
  list,
  lsub,
  xlist,
  name_space,
  status,
  search,
  esearch,
  flags,
  exists,
  recent,
  expunge,
  vanished,
  fetch,
  id,
};

enum class Form : std::uint8_t { atom, nil, quoted, literal };

enum class Fault : std::uint8_t {
  none,
  syntax,          // no response can begin or go on like this
  tag,             // a tag that no client sends: too long
  line_end,        // a CR or LF alone, or a line end in a quoted string
  literal,         // a length that is none, beyond 2^63 - 1, or not that of the octets behind it
  depth,           // limit: lists within lists beyond Reader::max_depth
  length,          // limit: a line beyond Reader::max_line
  literal_length,  // limit: a literal beyond Reader::max_literal that is no message text
  index,           // limit: more than 65,535 values in a list
};

// A bound was passed, in distinction to broken grammar.
constexpr bool is_limit(Fault fault) { return fault >= Fault::depth; }

struct Event {
  Kind kind = Kind::need_input;
  Line line = Line::untagged;
  Response response = Response::other;
  Form form = Form::atom;    // value
  bool last = true;          // value, text: it ends here
  bool sound = true;         // end: false if its lists did not balance; what it said is not to be trusted
  std::uint32_t number = 0;  // `* 12 FETCH`: 12; 0 if there is none, or none that 32 bits hold
  std::uint64_t left = 0;    // value, literal: octets of it behind this piece
  std::string_view bytes;    // begin: the keyword as sent; value, text: the octets. Valid until the next call
  std::string_view tag;      // begin, tagged: valid until the next call
  // Where it stands: path[0] counts the values behind the keyword, and stays at 65,534 once it is there; path[1] those
  // of the list at path[0], and so on. ENVELOPE's subject in `* 12 FETCH (ENVELOPE ("date" "subject" ...))` stands at
  // {0, 1, 1}. Of open, close, code and code_end: where the list itself stands. Valid until the next call.
  std::span<const std::uint16_t> path;
};

enum class OctetSet : std::uint8_t;

class Reader {
 public:
  static constexpr std::size_t max_depth = 32;                            // lists within lists
  static constexpr std::size_t max_line = std::size_t{1024} * 1024;       // octets of a line, literals not counted
  static constexpr std::uint64_t max_literal = std::uint64_t{64} * 1024;  // but for a FETCH item's own value

  // `scratch` holds 64 octets or more; at most 65,535 of them are used.
  explicit Reader(std::span<char> scratch);
  // The events point into it.
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // Takes octets from the front of `in` and gives one event, which stays valid until the next call.
  const Event& next(std::string_view& in) { return by_window ? in_window(in) : any(in); }

  Fault fault() const { return fault_; }

  // Octets of a response were taken, and it is not complete.
  bool in_response() const { return state_ != State::start; }

  // A new stream starts: what was read in clear is forgotten.
  void reset();

 private:
  // What comes next; "rest of" where some of it may have been taken.
  enum class State : std::uint8_t {
    data,             // a value, or what stands between values
    text,             // rest of a text
    quoted,           // rest of a quoted string
    atom,             // rest of an atom
    escaped,          // the octet behind a backslash
    section,          // rest of BODY[...], an item's name
    section_quoted,   // rest of a quoted header name in it
    section_escaped,  // the octet behind a backslash
    section_literal,  // rest of a header name that is a literal
    tilde,            // `{` behind `~`, or rest of an atom
    length,           // the first digit of a literal's length
    digits,           // rest of it
    length_cr,        // CR behind it
    length_lf,        // LF
    literal,          // rest of a literal that arrives whole
    long_literal,     // rest of one that comes in pieces
    behind_literal,   // what may follow one
    start,            // a response
    tag,              // rest of the tag
    keyword,          // rest of the keyword, or of a number in front of it
    counted,          // rest of the keyword behind a number
    status,           // a response code, or text
    bracket,          // what tells whether the `[` that was taken begins a code
    line_feed,        // the LF that ends the response
    failed,
  };
  // What is left of `in`.
  struct Window {
    const char* at;
    const char* end;
  };

  static constexpr bool by_window = sizeof(void*) >= 8;  // a large machine: speed counts more there than octets of code

  // What lies whole in the window: reader_window.cpp
  const Event& in_window(std::string_view& in);
  bool goes_on(char c);
  const Event& begin_fetch(std::string_view& in);
  const Event& quoted(std::string_view& in, const char* first, const char* end);
  const Event& atom(std::string_view& in, const char* first, const char* end);
  const Event& literal(std::string_view& in, const char* digits, const char* end);
  const Event& no_atom(std::string_view& in, const char* first, const char* end);
  const Event& value(std::string_view& in, Form form, const char* first, const char* stop, const char* behind);

  const Event& any(std::string_view& in);
  const Event& too_long();
  // Octets up to `at` are done with.
  const Event& taken(std::string_view& in, const char* at, Kind kind) {
    const auto n = static_cast<std::size_t>(at - in.data());
    in = {at, in.size() - n};
    line_left_ -= static_cast<std::uint32_t>(n);
    event_.kind = kind;
    return static_cast<std::int32_t>(line_left_) < 0 ? too_long() : event_;
  }

  // All of these take one octet or more, or move on to another state, or give an event; need_input: none yet.
  Kind step(Window& in);
  Kind data(Window& in);
  void advance() {
    ++path_[depth_];
    place();
  }
  Kind open() {
    path_[++depth_] = before_first;
    return Kind::open;
  }
  Kind close() {
    --depth_;
    place();
    return Kind::close;
  }
  Kind rest(Window& in, OctetSet ends);
  Kind raw(Window& in);
  Kind tilde(Window& in);
  Kind length(Window& in);
  Kind section_digit(char c);
  Kind begin_literal();
  Kind literal(Window& in);
  Kind behind_literal(char c);
  Kind start(Window& in);
  void begin_line();
  Kind word(Window& in);
  Kind first_word(std::string_view word, char behind);
  Kind begin();
  Kind status(Window& in);
  Kind bracket(Window& in);
  Kind line_end(Window& in);
  void end_line() {
    event_.sound = event_.sound && depth_ == 0;
    state_ = State::start;
  }

  Kind fail(Fault fault);
  Kind gathered();
  Kind piece();
  bool gather(Window& in, OctetSet ends, std::size_t room);
  void keep(Window& in);

  bool full() const { return used_ == room_; }
  bool in_code() const { return base_ != 0 && depth_ == base_; }
  bool in_items() const { return event_.response == Response::fetch && depth_ == 1; }
  bool may_open() const { return path_[depth_] != last_index && depth_ != max_depth; }
  bool may_close() const { return depth_ != base_; }
  bool ends_atom(char c) const { return c != '[' && (c != ']' || in_code()); }
  // Of an octet of the value's set.
  bool ends_value(char c) const { return state_ == State::quoted ? c == '"' : ends_atom(c); }
  bool begins_section(char c) const { return c == '[' && in_items() && (path_[1] & 1U) == 0; }
  void place() { event_.path = {event_.path.data(), std::size_t{depth_} + 1}; }

  // In a list that was opened the first value comes to 0.
  static constexpr std::uint16_t before_first = 0xFFFF;
  static constexpr std::uint16_t last_index = 0xFFFE;

  // The octets first: a Cortex-M0 reaches no more than 32 of them with its short instructions.
  State state_ = State::start;
  Fault fault_ = Fault::none;
  std::uint8_t tag_ = 0;                // octets of the tag, in scratch_
  std::uint8_t depth_ = 0;              // lists that are open
  std::uint8_t base_ = 0;               // those that no ')' closes: 1 in a response code
  bool section_ = false;                // the literal is part of a section
  std::uint16_t used_ = 0;              // octets in scratch_
  std::uint32_t line_left_ = max_line;  // octets that this line may have yet
  std::uint32_t section_left_ = 0;      // octets to come of a section's literal; of any other: event_.left
  Event event_;                         // what was said last, and what is known of this response
  char* scratch_;
  std::uint16_t room_;  // octets that it has
  std::array<std::uint16_t, max_depth + 1> path_{};
};

// An unsigned decimal number of 32 bits, digits only; false, and `n` untouched, if `digits` is none.
bool read_number(std::string_view digits, std::uint32_t& n);
// Likewise of 63 bits (RFC 9051 number64).
bool read_number(std::string_view digits, std::uint64_t& n);

}  // namespace mailmote::imap
