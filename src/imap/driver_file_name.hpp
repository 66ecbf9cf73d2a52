// A file name in RFC 2231's coding, in one parameter or several: filename*=utf-8''%e2%82%ac.txt, or filename*0*=...,
// filename*1=... Pieces count in this order only, as everybody writes them. Content-Type's name*= comes before
// Content-Disposition's filename*= (RFC 3501 7.4.2), which takes its place.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/texts.hpp>

namespace mailmote::imap {

class ExtendedName {
 public:
  // The name of a parameter, whole: is its value a piece, the next?
  void take_name(std::string_view name);
  // And the value. True if it was one: the name so far is texts.text().
  bool take_value(std::string_view value, Texts& texts);
  // The name is complete: what is no UTF-8 in it is replaced.
  void settle();

  bool found() const { return next_ != 0; }

 private:
  std::span<char> name_;    // in the texts
  std::uint32_t next_ = 0;  // piece
  bool wanted_ = false;     // the value that comes is it
  bool encoded_ = false;
  bool filename_ = false;  // the pieces are of filename*, not of name*
};

}  // namespace mailmote::imap
