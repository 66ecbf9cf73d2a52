#include "transcript.hpp"

#include <cstdio>

#include "heap_count.hpp"

namespace demo {

void Transcript::print(const char* mark, const std::string& line) { std::printf("  %s  %s\n", mark, line.c_str()); }

void Transcript::sent(std::string_view octets, std::uint32_t hidden) {
  const heap::Scope scope(heap::Owner::demonstration);
  end_answer();
  for (const char c : octets) {
    if (c != '\r' && c != '\n') out_ += c;
    if (c != '\n') continue;
    sent_line(out_);
    out_.clear();
  }
  if (hidden == 0) return;
  out_ += "<" + std::to_string(hidden) + " octets hidden>";
  all_hidden_ += hidden;
}

void Transcript::received(std::string_view octets) {
  const heap::Scope scope(heap::Owner::demonstration);
  for (const char c : octets) received_octet(c);
}

void Transcript::notice(mailmote::Notice notice, std::string_view text) {
  const heap::Scope scope(heap::Owner::demonstration);
  end_answer();
  const std::string host(text);
  switch (notice) {
    case mailmote::Notice::connecting:
    case mailmote::Notice::closed: break;
    case mailmote::Notice::connected: print("-", "connected to " + host); break;
    case mailmote::Notice::secured: print("-", "TLS: the certificate is good for " + host); break;
    case mailmote::Notice::tls_unverified: print("-", "TLS: nobody checked the certificate"); break;
    case mailmote::Notice::retrying: print("-", "once more"); break;
  }
}

}  // namespace demo
