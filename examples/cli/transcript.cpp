#include "transcript.hpp"

#include <cstdio>

#include "json.hpp"
#include "text.hpp"

namespace cli {
namespace {

constexpr std::uint64_t longest_stretch = 4096;  // octets of one side before it is abbreviated

std::string_view words(mailmote::Notice notice) {
  switch (notice) {
    case mailmote::Notice::connecting: return "connecting to";
    case mailmote::Notice::connected: return "connected to";
    case mailmote::Notice::secured: return "TLS, certificate accepted:";
    case mailmote::Notice::tls_unverified: return "TLS, certificate NOT checked:";
    case mailmote::Notice::retrying: return "trying again:";
    case mailmote::Notice::closed: return "closed";
  }
  return "";
}

}  // namespace

Transcript::Transcript(const Arguments& arguments) : verbose_(arguments.has("v")), json_(arguments.json()) {}

void Transcript::sent(std::string_view octets, std::uint32_t hidden) {
  show('>', octets);
  if (hidden != 0 && verbose_) line_ += "<" + std::to_string(hidden) + " octets hidden>";
  if (!verbose_) progress_.add(octets.size());
}

void Transcript::received(std::string_view octets) { show('<', octets); }

void Transcript::notice(mailmote::Notice notice, std::string_view text) {
  const bool warning = notice == mailmote::Notice::tls_unverified;
  if (!verbose_ && !warning) return;
  end_line();
  if (warning && json_) std::puts(Json().text("notice", "tls_unverified").text("host", text).line().c_str());
  const std::string line = std::string(words(notice)) + " " + printable(text);
  std::fprintf(stderr, warning && !verbose_ ? "warning: tls_unverified: %s\n" : "* %s\n", line.c_str());
}

void Transcript::end_line() {
  if (!line_.empty()) std::fprintf(stderr, "%c %s\n", direction_, printable(line_).c_str());
  line_.clear();
  if (left_out_ != 0)
    std::fprintf(stderr, "%c ... %llu octets more\n", direction_, static_cast<unsigned long long>(left_out_));
  left_out_ = 0;
}

void Transcript::show(char direction, std::string_view octets) {
  if (!verbose_) return;
  if (direction != direction_) {
    end_line();
    direction_ = direction;
    stretch_ = 0;
  }
  for (const char c : octets) {
    if (++stretch_ > longest_stretch) {
      ++left_out_;
    } else if (c == '\n') {
      std::fprintf(stderr, "%c %s\n", direction_, printable(line_).c_str());
      line_.clear();
    } else if (c != '\r') {
      line_ += c;
    }
  }
}

}  // namespace cli
