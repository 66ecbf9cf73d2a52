// Standard input, line by line.
#pragma once

#include <string_view>

namespace cli {

class Lines {
 public:
  // Without `whole` a dot alone is the last line, which it ends (sendmail's -i).
  explicit Lines(bool whole) : whole_(whole) {}
  ~Lines();
  Lines(const Lines&) = delete;
  Lines& operator=(const Lines&) = delete;

  // The next one; false at the end, and when it cannot be read.
  bool next();
  bool failed() const { return failed_; }

  // Valid until the next call of next().
  std::string_view octets() const { return {line_, size_}; }
  std::string_view text() const;  // without its end

 private:
  bool whole_;
  bool failed_ = false;
  char* line_ = nullptr;
  std::size_t room_ = 0, size_ = 0;
};

}  // namespace cli
