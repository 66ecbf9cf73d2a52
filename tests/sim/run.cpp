#include "run.hpp"

#include <cstdio>

namespace sim {

namespace {

std::string visible(std::string_view octets) {
  std::string text;
  for (const char c : octets) {
    if (c == '\r') {
      text += "\\r";
    } else if (c == '\n') {
      text += "\\n";
    } else if (static_cast<unsigned char>(c) < 32 || static_cast<unsigned char>(c) > 126) {
      char hex[8];
      std::snprintf(hex, sizeof hex, "\\x%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
      text += hex;
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace

void Transcript::line(const std::string& text) const {
  if (verbose_) std::printf("%9.3f  %s\n", static_cast<double>(network_.elapsed_ms) / 1000, text.c_str());
}

void Transcript::sent(std::string_view octets, std::uint32_t hidden) {
  shown += octets;
  if (verbose_) line("C: " + visible(octets) + (hidden == 0 ? "" : "[" + std::to_string(hidden) + " hidden]"));
}

void Transcript::received(std::string_view octets) {
  if (verbose_) line("S: " + visible(octets));
}

void Transcript::notice(mailmote::Notice notice, std::string_view text) {
  line("-- notice " + std::to_string(static_cast<int>(notice)) + " " + std::string(text));
}

void check_silent(const SimNetwork& network, std::size_t sent) {
  require(network.sent() == sent, "octets after the end");
  require(network.writes_after_close == 0, "a write after close");
}

}  // namespace sim
