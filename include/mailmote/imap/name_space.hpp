// Names the values of a NAMESPACE response: where the user's mailboxes begin, and those of others (RFC 2342).
//
//   imap::Namespace name_space;
//   ... for each event of the response, its begin first:
//     switch (name_space.read(event)) {
//       case imap::NamespaceField::prefix: ...      // of a namespace of the kind name_space.kind()
//       case imap::NamespaceField::delimiter: ...   // name_space.delimiter()
//     }
#pragma once

#include <cstdint>

#include <mailmote/imap/reader.hpp>

namespace mailmote::imap {

enum class NamespaceField : std::uint8_t {
  none,
  prefix,  // what the names in it begin with, in modified UTF-7, or UTF-8
  delimiter,
  extension_name,   // "X-PARAM"
  extension_value,  // what belongs to it, each value
};

enum class NamespaceKind : std::uint8_t { personal, other_users, shared };

class Namespace {
 public:
  // Takes every event of the response, its begin first, which resets it.
  NamespaceField read(const Event& e);

  // Of the last value that had a name.
  NamespaceKind kind() const { return kind_; }
  // Of the namespace whose delimiter was read last; 0: it has no hierarchy.
  char delimiter() const { return delimiter_; }

 private:
  NamespaceKind kind_ = NamespaceKind::personal;
  char delimiter_ = 0;
  bool active_ = false;  // it is a NAMESPACE
  bool begins_ = true;   // the next piece is the first of its value
};

}  // namespace mailmote::imap
