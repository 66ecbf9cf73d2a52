// Names the values of SEARCH (RFC 3501 7.2.5, RFC 7162 3.1.5) and ESEARCH responses (RFC 4731, RFC 9051 7.3.4).
//
//   imap::Search search;
//   ... for each event of the response, its begin first:
//     switch (search.read(event)) {
//       case imap::SearchField::number: ...   // SEARCH: one message
//       case imap::SearchField::all: ...      // ESEARCH: a set, or a piece of it, for SetReader
//     }
//
// A value that has not the form of its item is `other`, or has no name.
#pragma once

#include <cstdint>

#include <mailmote/imap/reader.hpp>

namespace mailmote::imap {

enum class SearchField : std::uint8_t {
  none,
  number,  // SEARCH: a message, by number or UID, as it was asked
  item,    // the name of what comes next
  other,   // a value that has no name here
  min,     // ESEARCH
  max,
  count,
  all,      // a set: "2,4:7". If nothing was found there is none
  mod_seq,  // of both: the highest among the messages found
  tag,      // of the command that it answers
};

class Search {
 public:
  // Takes every event of the response, its begin first, which resets it.
  SearchField read(const Event& e);

  // ESEARCH: its numbers are UIDs. It is said in front of them.
  bool uid() const { return uid_; }

 private:
  SearchField in_list(const Event& e);
  SearchField in_line(const Event& e);
  SearchField name(const Event& e);

  Response response_ = Response::other;
  SearchField value_ = SearchField::none;  // of the item whose name was read last
  bool value_next_ = false;                // ESEARCH: a name was read
  bool uid_ = false;
  bool begins_ = true;  // the next piece is the first of its name
};

}  // namespace mailmote::imap
