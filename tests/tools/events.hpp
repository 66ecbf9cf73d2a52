// A stream of octets to the lines that `events` prints of it, fed in chunks: what the program and its test share.
#pragma once

#include <algorithm>
#include <memory>
#include <ostream>
#include <string_view>

#include "imap_printer.hpp"
#include "mime_printer.hpp"
#include "smtp_printer.hpp"

namespace events {

struct Arguments {
  std::string_view protocol;
  std::size_t chunk = 0;  // octets fed at a time; 0: all at once
  std::size_t scratch = 256;
};

// Exit statuses of the program.
enum Status : int { clean = 0, failed = 1, in_middle = 2, usage = 64 };

template <class Protocol>
std::unique_ptr<printer::Printer> make(std::size_t scratch) {
  if (scratch < Protocol::least_scratch) return nullptr;
  return std::make_unique<Protocol>(scratch);
}

// Null: no such protocol, or too little scratch.
inline std::unique_ptr<printer::Printer> make_printer(const Arguments& arguments) {
  if (arguments.protocol == "imap") return make<printer::Imap>(arguments.scratch);
  if (arguments.protocol == "mime") return make<printer::Mime>(arguments.scratch);
  if (arguments.protocol == "smtp") return make<printer::Smtp>(arguments.scratch);
  return nullptr;
}

inline Status print(const Arguments& arguments, std::string_view octets, std::ostream& out) {
  const auto printer = make_printer(arguments);
  if (printer == nullptr) return usage;
  const std::size_t chunk = arguments.chunk == 0 ? octets.size() + 1 : arguments.chunk;
  for (std::size_t at = 0; at < octets.size(); at += chunk) {
    const std::string_view piece = octets.substr(at, chunk);
    const std::unique_ptr<char[]> alone(new char[piece.size()]);  // nothing stands behind it
    std::copy(piece.begin(), piece.end(), alone.get());
    const bool good = printer->feed({alone.get(), piece.size()});
    out << printer->take_text();
    if (!good) return failed;
  }
  const bool good = printer->finish();
  out << printer->take_text();
  if (!good) return failed;
  return printer->in_middle() ? in_middle : clean;
}

}  // namespace events
