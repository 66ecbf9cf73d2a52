// How much has been transferred, on a terminal: a line on stderr that overwrites itself, and goes at the end.
#pragma once

#include <cstdint>
#include <string_view>

namespace cli {

class Progress {
 public:
  // `verb`: "sent"; static. Nothing is shown where stderr is no terminal, or before a quarter of a megabyte.
  explicit Progress(std::string_view verb);
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void add(std::uint64_t octets);
  void clear();

 private:
  std::string_view verb_;
  bool terminal_;
  bool shown_ = false;
  std::uint64_t total_ = 0;
  std::uint64_t next_;
};

}  // namespace cli
