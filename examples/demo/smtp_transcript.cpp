#include "transcript.hpp"

namespace demo {
namespace {

// "250-SIZE 10" is one of several lines, "250 OK" the last one, with its code.
bool goes_on(std::string_view reply) { return reply.size() > 3 && reply[3] == '-'; }

}  // namespace

void SmtpTranscript::sent_line(const std::string& line) {
  if (in_text_) {
    text_line(line);
  } else {
    print("C", line);
  }
}

void SmtpTranscript::text_line(const std::string& line) {
  text_octets_ += line.size() + 2;
  ++text_lines_;
  if (line != ".") return;
  print("C", "(the mail: " + std::to_string(text_lines_) + " lines, " + std::to_string(text_octets_) +
                 " octets, the last line a dot)");
  in_text_ = false;
}

void SmtpTranscript::received_octet(char octet) {
  if (octet != '\r' && octet != '\n') in_ += octet;
  if (octet != '\n') return;
  const bool first = answer_.empty() || !answer_.ends_with(", ");
  if (first && !answer_.empty()) answer_ += " | ";
  answer_ += first ? in_ : in_.substr(4);
  if (goes_on(in_)) answer_ += ", ";
  in_text_ = in_text_ || in_.starts_with("354");
  in_.clear();
}

void SmtpTranscript::end_answer() {
  if (answer_.empty()) return;
  print("S", answer_);
  answer_.clear();
}

}  // namespace demo
