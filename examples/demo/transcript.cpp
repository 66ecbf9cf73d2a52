#include "transcript.hpp"

#include <cstdio>

#include "heap_count.hpp"

namespace demo {
namespace {

// "250-SIZE 10" is one of several lines, "250 OK" the last one, with its code.
bool goes_on(std::string_view reply) { return reply.size() > 3 && reply[3] == '-'; }

void print(const char* mark, const std::string& line) { std::printf("  %s  %s\n", mark, line.c_str()); }

}  // namespace

void Transcript::sent(std::string_view octets, std::uint32_t hidden) {
  const heap::Scope scope(heap::Owner::demonstration);
  end_answer();
  for (const char c : octets) {
    if (c != '\r' && c != '\n') out_ += c;
    if (c == '\n') sent_line();
  }
  if (hidden == 0) return;
  out_ += "<" + std::to_string(hidden) + " octets hidden>";
  all_hidden_ += hidden;
}

void Transcript::sent_line() {
  if (in_text_) {
    text_line();
  } else {
    print("C", out_);
  }
  out_.clear();
}

void Transcript::text_line() {
  text_octets_ += out_.size() + 2;
  ++text_lines_;
  if (out_ != ".") return;
  print("C", "(the mail: " + std::to_string(text_lines_) + " lines, " + std::to_string(text_octets_) +
                 " octets, the last line a dot)");
  in_text_ = false;
}

void Transcript::received(std::string_view octets) {
  const heap::Scope scope(heap::Owner::demonstration);
  for (const char c : octets) {
    if (c != '\r' && c != '\n') in_ += c;
    if (c != '\n') continue;
    const bool first = answer_.empty() || !answer_.ends_with(", ");
    if (first && !answer_.empty()) answer_ += " | ";
    answer_ += first ? in_ : in_.substr(4);
    if (goes_on(in_)) answer_ += ", ";
    in_text_ = in_text_ || in_.starts_with("354");
    in_.clear();
  }
}

void Transcript::end_answer() {
  if (answer_.empty()) return;
  print("S", answer_);
  answer_.clear();
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
