// Names the values of SEARCH (RFC 3501 7.2.5, RFC 7162 3.1.5) and ESEARCH responses (RFC 4731, RFC 9051 7.3.4).
//
//   imap::Search search;
//   ... for each event of the response, its begin first:
//     if (search.read(event) == imap::SearchField::number) ...   // one message
//
// ESEARCH comes to those who ask for it (SearchReturn), and has a namer of its own:
//
//   imap::Esearch esearch;
//     if (esearch.read(event) == imap::SearchField::all) ...     // a set, or a piece of it, for SetReader
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
  min,     // ESEARCH, from here on
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

 private:
  bool active_ = false;   // it is a SEARCH
  bool begins_ = true;    // the next piece is the first of its name
  bool mod_seq_ = false;  // the name that was read last
};

class Esearch {
 public:
  // Likewise.
  SearchField read(const Event& e);

  // Its numbers are UIDs. It is said in front of them.
  bool uid() const { return uid_; }

 private:
  SearchField in_list(const Event& e);
  SearchField in_line(const Event& e);
  SearchField name(const Event& e);

  SearchField value_ = SearchField::none;  // of the item whose name was read last
  bool active_ = false;                    // it is an ESEARCH
  bool value_next_ = false;                // a name was read
  bool uid_ = false;
  bool begins_ = true;  // the next piece is the first of its name
};

}  // namespace mailmote::imap
