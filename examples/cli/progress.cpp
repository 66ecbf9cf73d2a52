#include "progress.hpp"

#include <unistd.h>

#include <cstdio>

namespace cli {
namespace {

constexpr std::uint64_t step = 256 * 1024;

}  // namespace

Progress::Progress(std::string_view verb) : verb_(verb), terminal_(::isatty(STDERR_FILENO) != 0), next_(step) {}

void Progress::add(std::uint64_t octets) {
  total_ += octets;
  if (!terminal_ || total_ < next_) return;
  next_ = total_ + step;
  shown_ = true;
  std::fprintf(stderr, "\r%.*s %.1f MB", static_cast<int>(verb_.size()), verb_.data(),
               static_cast<double>(total_) / 1e6);
}

void Progress::clear() {
  if (shown_) std::fputs("\r\033[K", stderr);
  shown_ = false;
}

}  // namespace cli
