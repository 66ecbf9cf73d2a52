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

struct DecodedText {
  std::string_view text;         // UTF-8, always well formed; lies in the caller's room
  bool cut = false;              // there was more
  bool unknown_charset = false;  // words in another charset were left as they are
};

// A header's value as UTF-8 in `into`, unfolded. us-ascii, utf-8, windows-1252 and iso-8859-1 are known, the last
// read as windows-1252, as everybody does. Octets that mean nothing become U+FFFD; words that are malformed are text.
DecodedText decode_words(std::string_view header, std::span<char> into);

}  // namespace mailmote::wire
