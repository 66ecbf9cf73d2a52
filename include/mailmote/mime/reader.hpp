// Messages from any split of their octets (RFC 5322; MIME, RFC 2045 and 2046), without allocating.
//
//   mime::Reader reader{scratch};
//   for (const auto* e = &reader.next(in); e->kind != mime::Kind::need_input; e = &reader.next(in)) use(*e);
//   ...
//   for (const auto* e = &reader.finish(); !mime::is_over(e->kind); e = &reader.finish()) use(*e);
//
// A message has no end mark: who knows that it is over says so, by finish().
//
//   Subject: a                    part        {}         name "Subject"   value "a"
//    b                                                   (" b" is the rest of it: value "a b")
//   Content-Type: multipart/mixed; boundary=x
//                                 header_end  {}         multipart
//   --x                           part        {1}
//   Content-Transfer-Encoding: base64
//                                 header_end  {1}        leaf, base64
//   aGk=                          body        {1}        "hi"
//   --x--                         part_end    {1}
//                                 part_end    {}         end
//
// A value up to room() octets arrives whole, a longer one in pieces; a body comes decoded, in pieces, and is kept
// nowhere. There is no tree: every event carries its section number, as IMAP counts (RFC 9051 6.4.5), and every part
// has its part_end. Whatever the octets, they are some message, and what of it cannot be followed comes raw, with a
// Flaw. Only a limit ends the stream: `failed`, for ever.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/mime/reader_content.hpp>
#include <mailmote/wire/base64.hpp>
#include <mailmote/wire/quoted_printable.hpp>

namespace mailmote::mime {

enum class Kind : std::uint8_t {
  need_input,  // `in` is used up; call again with more, or finish()
  part,        // a part begins, or a message: the first, or one within a message/rfc822
  name,        // of a header field
  value,       // of it, unfolded, without the blanks in front; or a piece
  stray,       // a line in a header that is no field; or a piece
  header_end,  // content, encoding and section of the part are known
  body,        // octets of a leaf, decoded
  preamble,    // octets of a multipart in front of its first part
  epilogue,    // and behind its last
  part_end,    // of the part that was begun last and has not ended
  end,         // the message is complete
  failed,      // see fault()
};

constexpr bool is_over(Kind kind) { return kind >= Kind::end; }

enum class Content : std::uint8_t {
  leaf,       // octets
  multipart,  // parts
  message,    // one message: message/rfc822 or message/global, also where multipart/digest says so by default
};

// What is not as it should be, though nothing is lost.
enum class Flaw : std::uint8_t {
  none,
  // header_end: a multipart or message whose content is not looked into. It comes as a leaf.
  boundary,  // no boundary, or one of more than 70 octets
  encoded,   // a message in base64 or quoted-printable, which RFC 2046 5.2.1 forbids; the octets come decoded
  depth,     // deeper than Reader::max_depth
  scratch,   // the boundary has no room beside those of the multiparts around
  // part_end:
  damaged,   // leaf: it was not all base64, or ended in the middle of a code
  no_parts,  // multipart: the boundary never came
  unclosed,  // multipart: the closing boundary never came
};

enum class Fault : std::uint8_t {
  none,
  length,  // limit: a header field beyond Reader::max_field
  index,   // limit: more than 65,535 parts in a multipart
};

struct Event {
  Kind kind = Kind::need_input;
  Content content = Content::leaf;         // header_end, part_end
  Encoding encoding = Encoding::identity;  // header_end
  Flaw flaw = Flaw::none;                  // header_end, part_end
  bool is_message = false;                 // part: a message, not a part of a multipart
  bool last = true;                        // value, stray: it ends here
  bool ascii = true;                       // value, stray: no octet of this piece is above 127
  std::string_view bytes;                  // valid until the next call
  // The section number: {1, 2} is 1.2. Of a message, up to its header_end, that of the part that it is the content of:
  // {}, {2}; there its header stands in IMAP's HEADER or 2.HEADER. Behind it, of a message that is a single part, one
  // more: {1}, {2, 1}. Valid until the next call.
  std::span<const std::uint16_t> path;
};

class Reader {
 public:
  static constexpr std::size_t min_scratch = 256;
  static constexpr std::size_t max_depth = 16;                        // multiparts and messages within each other
  static constexpr std::size_t max_field = std::size_t{1024} * 1024;  // octets of a header field's value
  static constexpr std::size_t max_name = 80;       // octets of a field's name; beyond, the line is a stray
  static constexpr std::size_t max_delimiter = 80;  // of a boundary's line with blanks and CR; beyond, it is text

  // `scratch` holds min_scratch octets or more. The boundaries of the multiparts that are open lie in it.
  explicit Reader(std::span<char> scratch) : scratch_(scratch) { reset(); }
  // The events point into it.
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // Takes octets from the front of `in` and gives one event, which stays valid until the next call. A line ends in LF
  // or CRLF; the one in front of a boundary is the boundary's (RFC 2046 5.1.1).
  const Event& next(std::string_view& in);

  // The message is over: again and again up to `end` or `failed`. next() is not called any more.
  const Event& finish();

  Fault fault() const { return fault_; }

  // The longest value that arrives whole in the header that is read now. In a message's first header it is all of
  // scratch but 71 octets.
  std::size_t room() const { return limit() - 1; }

  // A new message starts.
  void reset();

 private:
  // What comes next; "rest of" where some of it may have been taken.
  enum class State : std::uint8_t {
    name,        // rest of a header line, up to its colon
    value,       // rest of a value or a stray line
    folded,      // the octet behind its line end, which tells whether the value goes on
    candidate,   // rest of a line that may be a boundary's
    line_start,  // a line of a body; the line end in front of it is held back
    text,        // rest of a line of a body
    // These take no octet.
    part,
    header_end,
    part_end,
    ended,
    failed,
  };
  // A part that has parts: the multipart, or the message, that the part that is read now stands in.
  struct Level {
    enum class Form : std::uint8_t { message, multipart, digest, closed };  // closed: a multipart, and it is epilogue
    Form form;
    std::uint8_t path;      // length of its section number
    std::uint8_t boundary;  // length; 0: there is none
  };
  // What is left of `in`.
  struct Window {
    const char* at;
    const char* end;
  };

  enum class Piece : std::uint8_t { inner, last };

  // All of these take one octet or more, or move on to another state, or give an event; need_input: none yet.
  Kind step(Window& in);
  Kind end_input(Window& none);
  Kind fail(Fault fault);

  // Headers.
  Kind name(Window& in);
  Kind name_after_all();
  Kind begin_value(std::size_t name, std::size_t end);
  Kind begin_stray();
  Kind value(Window& in);
  Kind folded(char c);
  Kind end_value();
  Kind value_piece(std::size_t n, Piece piece);
  std::size_t name_length(std::size_t length) const;
  void drop_carriage_return();
  void drop_given();

  // Bodies.
  Kind candidate(Window& in);
  Kind settle_candidate(Window& in);
  Kind line_start(Window& in);
  Kind text(Window& in);
  Kind give_text(const char*& from, const char* end);
  Kind give_held(std::size_t n);
  const char* sure_text(const char* at, const char* end) const;
  bool may_be_delimiter(const char* line, const char* end) const;
  bool is_delimiter(std::string_view line);

  // Parts.
  Kind begin_part();
  Kind end_header();
  Kind end_part();
  Kind end_leaf();
  Kind end_level();
  Kind behind_delimiter();
  Content declared() const;
  Flaw flaw_of(Content content) const;
  void enter(Content content);
  void place(std::size_t path_size);

  bool in_message() const { return depth_ == 0 || levels_[depth_ - 1].form == Level::Form::message; }
  bool in_header() const { return text_ < Kind::header_end; }
  bool is_encoded() const {
    return text_ == Kind::body &&
           (event_.encoding == Encoding::base64 || event_.encoding == Encoding::quoted_printable);
  }
  bool in_multipart() const { return boundaries_ != scratch_.size(); }
  std::size_t limit() const { return boundaries_ - ReaderContent::max_boundary; }
  char* slot() const { return scratch_.data() + limit(); }

  // The octets first: a Cortex-M0 reaches no more than 32 of them with its short instructions.
  State state_ = State::part;
  Fault fault_ = Fault::none;
  Kind text_ = Kind::value;    // what octets are: value or stray in a header; body, preamble or epilogue
  bool says_content_ = false;  // the field says something of the content
  bool child_ = false;         // a part is open that is no level
  bool over_ = false;          // what stands deeper than close_to_ ends
  bool another_ = false;       // and then another part begins
  bool finishing_ = false;
  std::uint8_t depth_ = 0;  // levels that are open
  std::uint8_t close_to_ = 0;
  std::uint8_t line_at_ = 0;  // octets of the line end in front of the candidate
  std::uint8_t path_size_ = 0;
  wire::QuotedPrintableDecoder quoted_;
  wire::Base64Decoder base64_{wire::Base64Decoder::Form::lenient};
  std::uint32_t used_ = 0;        // octets at the front of scratch_
  std::uint32_t given_ = 0;       // of them, given out with the last event
  std::uint32_t boundaries_ = 0;  // where they begin, at the end of scratch_; the innermost first
  std::uint32_t field_left_ = 0;  // octets that this value may have yet
  Event event_;
  std::span<char> scratch_;
  ReaderContent content_;
  std::array<Level, max_depth> levels_{};
  std::array<std::uint16_t, max_depth + 1> path_{};
};

}  // namespace mailmote::mime
