// Sets of numbers, "2,4:7,9:12", in any pieces to ranges (RFC 3501 9, sequence-set): ESEARCH's ALL, COPYUID, VANISHED.
//
//   imap::SetReader set;
//   ... for each piece:
//     while (set.next(piece)) use(set.first(), set.last());
//   if (set.end()) use(set.first(), set.last());
//   if (set.failed()) ...   // it was no set
//
// Keeps no octet of what it reads.
#pragma once

#include <cstdint>
#include <string_view>

namespace mailmote::imap {

class SetReader {
 public:
  // Takes octets from the front of `piece`. True: a range is complete. False: `piece` is used up.
  bool next(std::string_view& piece);
  // The set ends here. True: a range is complete, the last.
  bool end();

  // Of the last range, in this order, however it was written. Numbers beyond 32 bits are the largest of these.
  std::uint32_t first() const { return first_; }
  std::uint32_t last() const { return last_; }

  // It is none: 0, "*", which only clients say, or something that is no number. There are no further ranges.
  bool failed() const { return failed_; }

 private:
  bool number();
  bool range();

  std::uint32_t number_ = 0;  // what was read of one; 0: nothing yet
  std::uint32_t first_ = 0, last_ = 0;
  bool colon_ = false;  // first_ was read
  bool failed_ = false;
};

}  // namespace mailmote::imap
