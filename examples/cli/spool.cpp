#include "spool.hpp"

namespace cli {

Spool::~Spool() {
  if (file_ != nullptr) std::fclose(file_);
}

bool Spool::fill(std::FILE* input) {
  if (!begin()) return false;
  char block[16384];
  for (std::size_t n = 0; (n = std::fread(block, 1, sizeof block, input)) != 0;)
    if (!add({block, n})) return false;
  return std::ferror(input) == 0 && finish();
}

bool Spool::begin() {
  file_ = std::tmpfile();
  return file_ != nullptr;
}

bool Spool::finish() { return std::fflush(file_) == 0 && std::fseek(file_, 0, SEEK_SET) == 0; }

bool Spool::add(std::string_view block) {
  while (!block.empty()) {
    const std::size_t end = block.find('\n');
    const std::string_view line = block.substr(0, end);
    if (!write(line)) return false;
    if (end == block.npos) return true;
    if (!write(before_ == '\r' ? "\n" : "\r\n")) return false;
    block.remove_prefix(end + 1);
  }
  return true;
}

bool Spool::write(std::string_view octets) {
  if (octets.empty()) return true;
  size_ += octets.size();
  before_ = octets.back();
  return std::fwrite(octets.data(), 1, octets.size(), file_) == octets.size();
}

mailmote::IoResult Spool::read(std::span<char> into) {
  const std::size_t n = std::fread(into.data(), 1, into.size(), file_);
  if (n != 0) return {mailmote::Io::done, static_cast<std::uint32_t>(n)};
  return {std::ferror(file_) != 0 ? mailmote::Io::failed : mailmote::Io::closed, 0};
}

}  // namespace cli
