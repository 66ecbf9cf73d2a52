// The header of a mail that a program wrote: line by line in, and out again with what it lacked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cli {

class MailHead {
 public:
  // One line, without its end. False: it is no line of a header, and nothing happened; the text begins here.
  bool add(std::string_view line);

  bool has(std::string_view name) const;
  // What stands behind the colon of each such field, unfolded.
  std::vector<std::string> values(std::string_view name) const;
  void remove(std::string_view name);
  void append(std::string_view name, std::string_view value);

  // With the empty line behind it. Lines end in CRLF.
  std::string text() const;

 private:
  struct Field {
    std::string name;
    std::string value;  // as written, folds and all
  };

  std::vector<Field> fields_;
};

}  // namespace cli
