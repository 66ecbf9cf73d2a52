// What a Content-Type or Content-Disposition field says (RFC 2045 5.1, RFC 2183, RFC 2231), as it arrives.
//
//   const mime::Parameters type("text/plain; charset=UTF-8; name*0*=utf-8''gr%C3%BC; name*1=n.txt");
//   type.is("text", "plain");          // in any case
//   type.get("charset", room).text     // "UTF-8"
//   type.get("name", room).text        // "grün.txt"
//
//   mime::file_name(disposition, type, room)
//
// Views into the field's value, which stays the caller's; text goes to the caller's room. Comments, semicolons that are
// missing or too many, blanks in values without quotes, encoded words in values (RFC 2047 5 forbids them; everybody
// writes them) are taken as they are meant. What is no parameter comes as it is, flagged, and the next semicolon begins
// another. Nothing is allocated; the time is linear.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include <mailmote/wire/charset.hpp>
#include <mailmote/wire/text_decoder.hpp>

namespace mailmote::mime {

struct Parameter {
  std::string_view name;   // as it is written, perhaps with RFC 2231's marks: "name*0*"; empty: there is none
  std::string_view value;  // as it is written, without the quotes round it
  std::string_view raw;    // all of it
  bool quoted = false;     // there were quotes: a backslash quotes the octet behind it
  bool malformed = false;  // no name, no '=', a quote that is not closed, something behind one
};

struct ParameterValue : wire::DecodedText {
  bool found = false;
  bool defective = false;  // a section is missing; a quote is not closed; there were two, and the first counts
};

class Parameters {
 public:
  static constexpr std::size_t max_passes = 16;

  explicit Parameters(std::string_view field);

  // "text" and "plain" of "text/plain", "attachment" and nothing of "attachment", as they are written.
  std::string_view type() const { return type_; }
  std::string_view subtype() const { return subtype_; }
  bool is(std::string_view type, std::string_view subtype = {}) const;

  // The parameter of this name as text, without control octets. Where it is there in RFC 2231's coding that form
  // counts; else words encoded by RFC 2047 are decoded. Sections may stand in any order, if max_passes readings find
  // them all.
  ParameterValue get(std::string_view name, std::span<char> room, wire::CharsetConverter* other = nullptr) const;

  // Octet by octet, as a boundary has to be read: each parameter as it is written, in order, `at` being 0 at first.
  // False: that was the last.
  bool next(std::size_t& at, Parameter& parameter) const;

 private:
  std::string_view type_, subtype_;
  std::string_view list_;  // behind them
};

// The name of an attachment: the disposition's filename, or else the type's name. As it is written by a stranger: it
// may be a path, or "..". Not found, or empty: there is none.
ParameterValue file_name(const Parameters& disposition, const Parameters& type, std::span<char> room,
                         wire::CharsetConverter* other = nullptr);

}  // namespace mailmote::mime
