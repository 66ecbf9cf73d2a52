// Names the values of an ID response: what the server says it is (RFC 2971 3.2).
//
//   imap::Id id;
//   ... for each event of the response, its begin first:
//     switch (id.read(event)) {
//       case imap::IdField::name: ...    // "name", "version", "vendor", "support-url" ...
//       case imap::IdField::value: ...   // of the name before; or NIL
//     }
#pragma once

#include <cstdint>

#include <mailmote/imap/reader.hpp>

namespace mailmote::imap {

enum class IdField : std::uint8_t { none, name, value };

class Id {
 public:
  // Takes every event of the response, its begin first. `* ID NIL` has no names.
  IdField read(const Event& e);

 private:
  bool active_ = false;  // it is an ID
};

}  // namespace mailmote::imap
