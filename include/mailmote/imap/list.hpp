// Names the values of LIST, LSUB and XLIST responses (RFC 3501 7.2.2, RFC 5258, RFC 6154).
//
//   imap::List list;
//   ... for each event of the response, its begin first:
//     if (list.read(event) == imap::ListField::mailbox) ...   // event.bytes holds the name, or a piece of it
//   ... at its end: list.attributes().has(imap::Attribute::noselect), list.delimiter()
//
// Keeps a set of bits and the delimiter, nothing of the name.
#pragma once

#include <cstdint>

#include <mailmote/imap/reader.hpp>

namespace mailmote::imap {

enum class Attribute : std::uint8_t {
  noinferiors,
  noselect,
  marked,
  unmarked,
  has_children,
  has_no_children,
  nonexistent,  // RFC 5258, like the next two
  subscribed,
  remote,
  all,  // RFC 6154, and what XLIST calls its kinds: from here on
  archive,
  drafts,
  flagged,
  junk,
  sent,
  trash,
  important,  // RFC 8457
  inbox,      // XLIST only
};

class Attributes {
 public:
  constexpr Attributes& add(Attribute a) {
    bits_ |= bit(a);
    return *this;
  }
  constexpr bool has(Attribute a) const { return (bits_ & bit(a)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr std::uint32_t bits() const { return bits_; }  // 1 << attribute for each

 private:
  static constexpr std::uint32_t bit(Attribute a) { return std::uint32_t{1} << static_cast<unsigned>(a); }
  std::uint32_t bits_ = 0;
};

enum class ListField : std::uint8_t {
  none,
  attribute,  // a word of it, whether it has a name above or not
  delimiter,
  mailbox,         // its name, in modified UTF-7, or UTF-8
  extended_name,   // RFC 5258: CHILDINFO; RFC 9051: OLDNAME
  extended_value,  // what belongs to it, each value
};

class List {
 public:
  // Takes every event of the response, its begin first, which resets it.
  ListField read(const Event& e);

  // What has been read of them. \Nonexistent brings \Noselect, and \Noinferiors \HasNoChildren (RFC 9051 7.3.1).
  Attributes attributes() const { return attributes_; }
  // Between the levels of the hierarchy; 0: there are none.
  char delimiter() const { return delimiter_; }

 private:
  void add(std::string_view attribute);

  Attributes attributes_;
  char delimiter_ = 0;
  bool active_ = false;  // it is one of the three
  bool begins_ = true;   // the next piece is the first of its value
};

}  // namespace mailmote::imap
