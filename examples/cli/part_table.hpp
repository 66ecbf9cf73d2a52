// The parts of a message as `show` prints them: in the order of their sections, whatever order they came in.
#pragma once

#include <cstdint>
#include <mailmote/request.hpp>
#include <string>
#include <vector>

namespace cli {

class PartTable {
 public:
  void add(const mailmote::Part& part);
  void print_lines() const;
  void print_json() const;  // an object for each

 private:
  struct Row {
    std::vector<std::uint32_t> place;  // the section's numbers
    std::string section, type, charset, encoding, file_name, disposition, content_id;
    std::uint64_t octets = 0;
    bool multipart = false;
  };

  std::vector<Row> rows_;
};

}  // namespace cli
