#include "output.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace cli {
namespace {

constexpr int deadly[] = {SIGHUP, SIGINT, SIGTERM};

// The file that is not complete; a signal handler gets at nothing else.
char unfinished[PATH_MAX];

void remove_unfinished(int number) {
  ::unlink(unfinished);
  ::raise(number);
}

// A signal that is ignored stays so.
void handle(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = static_cast<int>(SA_NODEFER | SA_RESETHAND);
  for (const int number : deadly) {
    struct sigaction before {};
    ::sigaction(number, nullptr, &before);
    if (before.sa_handler != SIG_IGN) ::sigaction(number, &action, nullptr);
  }
}

bool guard(const std::string& path) {
  if (path.size() >= sizeof unfinished) {
    errno = ENAMETOOLONG;
    return false;
  }
  std::memcpy(unfinished, path.c_str(), path.size() + 1);
  handle(remove_unfinished);
  return true;
}

// Where the name leads, if it is a link: what is replaced is the file, not the link.
std::string target(const std::string& path) {
  char resolved[PATH_MAX];
  return ::realpath(path.c_str(), resolved) != nullptr ? resolved : path;
}

// The name that was given to a file outlives a power cut, too. What cannot be synchronised, a folder that may not be
// read or a file system that does not know how, does without.
bool sync_folder(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == path.npos ? "." : path.substr(0, slash + 1);
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return true;
  const bool synchronised = ::fsync(descriptor) == 0 || errno != EIO;
  ::close(descriptor);
  return synchronised;
}

mode_t usual_mode() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return static_cast<mode_t>(0666) & ~mask;
}

}  // namespace

bool Output::open(const std::string& path) {
  if (path.empty() || path == "-") {
    descriptor_ = STDOUT_FILENO;
    return true;
  }
  path_ = path;
  struct stat about {};
  const bool exists = ::stat(path.c_str(), &about) == 0;
  if (!exists || S_ISREG(about.st_mode)) return open_beside();
  descriptor_ = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
  return descriptor_ >= 0;
}

bool Output::open_beside() {
  std::string name = target(path_) + ".XXXXXX";
  descriptor_ = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor_ < 0) return false;
  beside_ = name;
  return guard(beside_) && ::fchmod(descriptor_, usual_mode()) == 0;
}

mailmote::IoResult Output::write(std::string_view octets) {
  const auto count = static_cast<std::uint32_t>(octets.size());
  while (!octets.empty()) {
    const ssize_t n = ::write(descriptor_, octets.data(), octets.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      fault_ = errno;
      return {mailmote::Io::failed, 0};
    }
    octets.remove_prefix(static_cast<std::size_t>(n));
    octets_ += static_cast<std::uint64_t>(n);
  }
  progress_.add(count);
  return {mailmote::Io::done, count};
}

// On the disk first: without that, a power cut could leave the name and half of what it names.
bool Output::finish() {
  progress_.clear();
  if (path_.empty()) return true;
  const bool written = beside_.empty() || ::fsync(descriptor_) == 0;
  const int fault = errno;
  const bool closed = ::close(descriptor_) == 0;
  descriptor_ = -1;
  if (!written) errno = fault;
  if (!written || !closed) return false;
  if (beside_.empty()) return true;
  const std::string name = target(path_);
  if (::rename(beside_.c_str(), name.c_str()) != 0) return false;
  handle(SIG_DFL);
  beside_.clear();
  return sync_folder(name);
}

void Output::give_up() {
  if (descriptor_ >= 0 && descriptor_ != STDOUT_FILENO) ::close(descriptor_);
  if (beside_.empty()) return;
  ::unlink(beside_.c_str());
  handle(SIG_DFL);
}

}  // namespace cli
