// SECTION on the command line: "1.2", "HEADER", "2.MIME"; and whether a message has it.
#pragma once

#include <mailmote/imap/command.hpp>
#include <mailmote/request.hpp>
#include <string>
#include <string_view>

#include "options.hpp"

namespace cli {

// 0 if it is a section. Else it has been reported, with a caret under what is wrong, and this is the exit status.
int report_malformed_section(const Arguments& arguments, std::string_view section);

// Looks for a section among the parts of a message. Its texts outlive it.
class SectionSearch {
 public:
  explicit SectionSearch(std::string_view section);

  void add(const mailmote::Part& part);

  bool found() const { return found_; }
  bool can_be_decoded() const { return leaf_; }  // it is a part's content, and no multipart's
  const std::string& encoding() const { return encoding_; }
  const std::string& parts() const { return parts_; }  // "1, 2.1, 2.2": those that are there

 private:
  mailmote::imap::Section wanted_;
  bool found_ = false;
  bool leaf_ = false;
  std::string encoding_, parts_;
};

// The message has it not. `that` says more of what was wanted. Returns the exit status.
int report_no_such_part(const Arguments& arguments, const SectionSearch& search, std::string_view that = {});

}  // namespace cli
