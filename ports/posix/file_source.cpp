#include <mailmote/ports/posix/file_source.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace mailmote::posix {
namespace {

ssize_t read_file(int file, char* into, std::size_t size) {
  ssize_t n = 0;
  do {
    n = ::read(file, into, size);
  } while (n < 0 && errno == EINTR);
  return n;
}

}  // namespace

bool FileSource::open(const char* path) {
  close();
  file_ = ::open(path, O_RDONLY | O_CLOEXEC);
  if (file_ < 0) return false;
  struct stat about {};
  if (::fstat(file_, &about) != 0 || S_ISDIR(about.st_mode)) {
    const int error = S_ISDIR(about.st_mode) ? EISDIR : errno;
    close();
    errno = error;
    return false;
  }
  // /proc and its like say 0 of files that hold something.
  if (S_ISREG(about.st_mode) && about.st_size > 0) {
    left_ = static_cast<std::uint64_t>(about.st_size);
    size_ = left_;
  }
  return true;
}

void FileSource::close() {
  if (file_ >= 0) ::close(file_);
  file_ = -1;
  size_.reset();
}

IoResult FileSource::read(std::span<char> into) {
  if (file_ < 0) return {Io::failed, 0};
  if (size_ && left_ == 0) return {Io::closed, 0};
  if (into.empty()) return {Io::want_read, 0};
  const std::size_t most = size_ && left_ < into.size() ? static_cast<std::size_t>(left_) : into.size();
  const ssize_t n = read_file(file_, into.data(), most);
  if (n < 0 && errno == EAGAIN) return {Io::want_read, 0};
  if (n < 0) return {Io::failed, 0};
  if (n == 0) return {size_ ? Io::failed : Io::closed, 0};
  if (size_) left_ -= static_cast<std::uint64_t>(n);
  return {Io::done, static_cast<std::uint32_t>(n)};
}

}  // namespace mailmote::posix
