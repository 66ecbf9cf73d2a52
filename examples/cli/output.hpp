// Where octets go that are fetched: standard output, or a file that bears its name only once it is complete.
//
// Until then it lies beside its place, under a name of its own, and goes if the program gives up or is ended. What is
// no regular file (a pipe, /dev/null) is written to as it is.
#pragma once

#include <cstdint>
#include <mailmote/stream.hpp>
#include <string>

#include "progress.hpp"

namespace cli {

class Output final : public mailmote::Sink {
 public:
  Output() = default;
  ~Output() { give_up(); }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  // Empty or "-": standard output. False, with the reason in errno.
  bool open(const std::string& path);
  // All octets are there: the file gets its name. False, with the reason in errno.
  bool finish();

  // Takes all of it, or has failed: see fault().
  mailmote::IoResult write(std::string_view octets) override;

  std::uint64_t octets() const { return octets_; }
  int fault() const { return fault_; }  // errno of the write that failed; 0: none has
  std::string name() const { return path_.empty() ? "standard output" : path_; }
  bool is_file() const { return !path_.empty(); }

 private:
  bool open_beside();
  void give_up();

  std::string path_;
  std::string beside_;  // the name until it is complete; empty: it has none
  int descriptor_ = -1;
  int fault_ = 0;
  std::uint64_t octets_ = 0;
  Progress progress_{"received"};
};

}  // namespace cli
