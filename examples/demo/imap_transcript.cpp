#include "transcript.hpp"

#include <cstdlib>

namespace demo {
namespace {

constexpr std::size_t longest_line = 108;

// "... BODY[2] {280984}": how many octets follow; 0 if none do.
std::uint64_t literal_at_the_end(const std::string& line) {
  const std::size_t brace = line.rfind('{');
  if (brace == line.npos || !line.ends_with('}')) return 0;
  return std::strtoull(line.c_str() + brace + 1, nullptr, 10);
}

}  // namespace

void ImapTranscript::sent_line(const std::string& line) { print("C", line); }

void ImapTranscript::received_octet(char octet) {
  if (literal_ != 0) {
    --literal_;
    return;
  }
  if (octet != '\r' && octet != '\n') in_ += octet;
  if (octet == '\n') end_line();
}

void ImapTranscript::end_line() {
  literal_ = literal_at_the_end(in_);
  if (literal_ != 0) {
    in_ += "...";
    return;
  }
  if (in_.size() > longest_line) in_ = in_.substr(0, longest_line - 3) + "...";
  print("S", in_);
  in_.clear();
}

}  // namespace demo
