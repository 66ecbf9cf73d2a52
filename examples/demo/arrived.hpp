// What became of a mail on its way, seen from the other end: subject, text and attachment, taken out of it again. Made
// for mails of that form (a text and one attachment, in UTF-8), not for whatever else there is.
#pragma once

#include <string>
#include <string_view>

namespace demo {

struct Arrived {
  std::string subject;  // UTF-8
  std::string to;       // likewise
  std::string text;     // lines ended by LF
  std::string file_name;
  std::string attachment;
};

// `mail` as the server has it, lines ended by CRLF. What is not found, or not understood, is empty.
Arrived read_mail(std::string_view mail);

}  // namespace demo
