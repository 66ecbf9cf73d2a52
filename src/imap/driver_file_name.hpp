// A file name in RFC 2231's coding, in one parameter or several: filename*=utf-8''%e2%82%ac.txt, or filename*0*=...,
// filename*1=... Pieces count in this order only, as everybody writes them. Content-Type's name*= comes before
// Content-Disposition's filename*= (RFC 3501 7.4.2), which takes its place.
#pragma once

#include <cstdint>
#include <string_view>

#include <mailmote/texts.hpp>
#include <mailmote/wire/extended_value.hpp>

namespace mailmote::imap {

class ExtendedName {
 public:
  // The name of a parameter, whole: is its value a piece, the next?
  void take_name(std::string_view name);
  // And the value. True if it was one: it stands in the texts, or is lost if another text does so behind the name.
  bool take_value(std::string_view value, Texts& texts);
  // Another text comes, or none any more: the name is complete. True if there was one that was not.
  bool end(Texts& texts);

  std::string_view text() const { return value_.text().text; }
  bool is_cut() const { return lost_ || value_.text().cut; }
  bool found() const { return next_ != 0; }

 private:
  wire::ExtendedValue value_;  // in the texts
  std::uint16_t next_ = 0;     // piece
  bool open_ = false;          // more may follow
  bool lost_ = false;          // a piece
  bool wanted_ = false;        // the value that comes is it
  bool encoded_ = false;
  bool filename_ = false;  // the pieces are of filename*, not of name*
};

}  // namespace mailmote::imap
