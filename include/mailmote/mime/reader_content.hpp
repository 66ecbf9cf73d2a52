// What a part's own header says of its content: Content-Type and Content-Transfer-Encoding (RFC 2045 5 and 6), in any
// pieces. The reader's; for all parameters of a whole value there is mime::Parameters.
//
//   multipart/mixed; boundary="a b"       type multipart, boundary "a b" in the caller's slot
//   Quoted-Printable                      encoding quoted_printable
//
// The first field of each name counts, and in it the first boundary, perhaps in sections or encoded as RFC 2231 has it
// (boundary*0=, boundary*=). Nothing fails: what is not understood is another type, an unknown encoding, no boundary.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace mailmote::mime {

enum class Encoding : std::uint8_t {
  identity,  // 7bit, 8bit, binary, or nothing said
  quoted_printable,
  base64,
  unknown,  // a word that is none of these: the octets come as they are
};

class ReaderContent {
 public:
  static constexpr std::size_t max_boundary = 70;  // octets, RFC 2046 5.1.1; as it is written, where it is encoded
  static constexpr std::uint8_t too_long = max_boundary + 1;

  enum class Type : std::uint8_t { none, other, multipart, digest, message };

  // A field begins. False if it says nothing of the content, or one like it was there: then it is not for read().
  bool begin(std::string_view name);
  // A piece of its value, unfolded; `slot` holds max_boundary octets, and gets the boundary.
  void read(std::string_view piece, char* slot);
  // The value is complete.
  void end(char* slot);

  Type type() const { return type_; }  // none: no Content-Type
  Encoding encoding() const { return encoding_; }
  std::uint8_t boundary() const { return boundary_; }  // its length; 0: there is none; or too_long

 private:
  static constexpr std::uint8_t max_word = 16;  // "quoted-printable", "multipart/digest"
  static constexpr std::uint8_t all_sections = 0xFF;

  enum class State : std::uint8_t {
    first,   // the type, or the encoding
    skip,    // what is of no interest, up to a semicolon
    name,    // of a parameter
    value,   // of a parameter: its first octet
    token,   // rest of it
    quoted,  // rest of it, in quotes
  };

  void step(char c, char* slot);
  void word(char c);
  void spell(char c);
  void put(char c, char* slot);
  void begin_value();
  void end_value(char* slot);
  void decode_section(char* slot);
  std::string_view text() const { return {word_.data(), length_ < max_word ? length_ : max_word}; }

  State state_ = State::first;
  Type type_ = Type::none;
  Encoding encoding_ = Encoding::identity;
  std::uint8_t boundary_ = 0;
  std::uint8_t sections_ = 0;          // of the boundary, that were there; or all_sections
  std::uint8_t section_at_ = 0;        // where in the boundary the section begins
  std::uint8_t length_ = 0;            // of the word; one that is longer than max_word counts for max_word + 1
  bool is_type_ = false;               // the field is Content-Type
  bool has_encoding_ = false;          // a Content-Transfer-Encoding was there
  bool wanted_ = false;                // the value is the boundary, or a section of it
  bool encoded_ = false;               // which is encoded
  bool escaped_ = false;               // a backslash was in front
  bool gap_ = false;                   // a blank or a comment was in front
  std::array<char, max_word> word_{};  // the type, the encoding, or a parameter's name, in lower case
  std::uint32_t comments_ = 0;         // that are open
};

}  // namespace mailmote::mime
