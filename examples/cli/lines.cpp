#include "lines.hpp"

#include <stdio.h>
#include <stdlib.h>

namespace cli {

Lines::~Lines() { free(line_); }

bool Lines::next() {
  const ssize_t n = getline(&line_, &room_, stdin);
  size_ = n < 0 ? 0 : static_cast<std::size_t>(n);
  failed_ = n < 0 && ferror(stdin) != 0;
  return n >= 0 && (whole_ || text() != ".");
}

std::string_view Lines::text() const {
  std::string_view line = octets();
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace cli
