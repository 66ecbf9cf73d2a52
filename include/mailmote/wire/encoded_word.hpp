// Header text to encoded words and back (RFC 2047).
//
//   wire::EncodedWordEncoder words{subject, column};        // "Überdruck" -> "=?utf-8?Q?=C3=9Cberdruck?="
//   for (std::size_t n; (n = words.next(room)) != 0;) send(room, n);
//
//   const wire::DecodedText subject = wire::decode_words(header, room);   // and back, to UTF-8
//
// Every buffer is the caller's. A text that needs no encoded word passes as it is, folded.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/wire/text_decoder.hpp>

namespace mailmote::wire {

// Plain text would not arrive as it is: octets outside printable ASCII, what looks like an encoded word, blanks at
// an end, or nowhere to fold.
bool needs_encoded_words(std::string_view text);

// Text goes out whole: every piece is one encoded word, or some plain text, with the line end (CRLF and a space) that
// goes before it. No line gets longer than 76 octets, but where plain text has no blank to fold at (up to 900).
// Words never divide a code point. What is not UTF-8 is encoded as it is, octet by octet: legal, whatever it means.
class EncodedWordEncoder {
 public:
  static constexpr std::size_t max_piece = 78;

  enum class Use : std::uint8_t {  // of encoded words
    where_needed,
    always,
    for_quoted,  // always; the text is of a quoted string: a backslash quotes the octet behind it, and is not of the
                 // text
  };

  // `text` stays the caller's until the last next(). `column` octets of the line are used already.
  EncodedWordEncoder(std::string_view text, std::size_t column, Use use = Use::where_needed);

  // The next piece in `out`, which holds max_piece octets; how many; 0 at the end.
  std::size_t next(std::span<char> out);

  std::size_t column() const { return column_; }  // behind the last piece

 private:
  enum class Form : std::uint8_t { plain, q, b };

  char* next_plain(char* to);
  char* next_word(char* to);
  char* fold(char* to);
  Form shorter_form();
  std::string_view point() const;
  void take(std::string_view point);

  std::string_view rest_;
  std::uint16_t stretch_ = 0;  // plain: octets to the next place to fold
  std::uint16_t column_;
  Form form_ = Form::plain;
  bool pairs_;  // a backslash quotes what follows it
  bool first_ = true;
};

// Octets of the encoded word that `text` begins with, whatever its charset; 0: there is none.
std::size_t encoded_word_size(std::string_view text);

// Text in which encoded words may stand to UTF-8: a header's value whole, or piece by piece where only some of it is
// text (a display name, a comment). What is malformed is text, as is a word whose charset nobody knows.
class EncodedWordDecoder {
 public:
  explicit EncodedWordDecoder(std::span<char> into, CharsetConverter* other = nullptr) : text_(into, other) {}

  // A word lies whole in one piece. Pieces stay the caller's until finish().
  void put(std::string_view piece);

  // CR and LF were left out; with `blank_controls()` no other control octet is left either.
  DecodedText finish();
  void blank_controls() { text_.blank_controls(); }

 private:
  bool put_word(std::string_view& in);
  void put_plain(std::string_view text);

  TextDecoder text_;
  std::string_view charset_;  // of the word before, if it is one
  std::string_view gap_;      // white space behind that word: text, unless another follows
};

// A header's value as UTF-8 in `into`, unfolded. The charsets are those of charset.hpp. Octets that mean nothing
// become U+FFFD.
DecodedText decode_words(std::string_view header, std::span<char> into, CharsetConverter* other = nullptr);

}  // namespace mailmote::wire
