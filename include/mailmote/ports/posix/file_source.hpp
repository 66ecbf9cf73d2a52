// A file as the body of a message: an attachment that is never held in memory.
//
//   posix::FileSource log;
//   if (!log.open("/var/log/pump.log")) ...        // errno says why
//
// Reading a file may block for as long as its disk does. The object owns the descriptor.
#pragma once

#include <cstdint>
#include <optional>

#include <mailmote/stream.hpp>

namespace mailmote::posix {

class FileSource final : public Source {
 public:
  FileSource() = default;
  ~FileSource() { close(); }
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  // From the beginning of the file. False leaves the reason in errno.
  bool open(const char* path);
  void close();

  // A regular file gives exactly the octets that size() promised: one that has become shorter fails, and what has been
  // added to a longer one (a log, say) is left out. Where the system tells no size (a pipe, a file in /proc, an empty
  // one) there is no promise, and it is read to its end.
  IoResult read(std::span<char> into) override;
  std::optional<std::uint64_t> size() const override { return size_; }

 private:
  int file_ = -1;
  std::optional<std::uint64_t> size_;
  std::uint64_t left_ = 0;
};

}  // namespace mailmote::posix
