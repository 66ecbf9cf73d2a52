// Prints a conversation as it happens: "C" is what we said, "S" what the server said. What is secret never came here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <mailmote/observer.hpp>

namespace demo {

class Transcript : public mailmote::Observer {
 public:
  void sent(std::string_view octets, std::uint32_t hidden) final;
  void received(std::string_view octets) final;
  void notice(mailmote::Notice notice, std::string_view text) final;

  std::uint64_t hidden() const { return all_hidden_; }

 protected:
  ~Transcript() = default;

  static void print(const char* mark, const std::string& line);

  // A line, without its end.
  virtual void sent_line(const std::string& line) = 0;
  virtual void received_octet(char octet) = 0;
  // We speak again, or the connection is over.
  virtual void end_answer() = 0;

 private:
  std::string out_;  // a line of ours that has not ended
  std::uint64_t all_hidden_ = 0;
};

// The lines of one answer stand on one line, and a mail is only measured.
class SmtpTranscript final : public Transcript {
 private:
  void sent_line(const std::string& line) override;
  void received_octet(char octet) override;
  void end_answer() override;
  void text_line(const std::string& line);

  std::string in_;        // a line of the server that has not ended
  std::string answer_;    // its lines since we spoke last
  bool in_text_ = false;  // between 354 and the dot
  std::uint64_t text_octets_ = 0;
  std::uint64_t text_lines_ = 0;
};

// A response is a line, cut if it is long, and a literal is only measured.
class ImapTranscript final : public Transcript {
 private:
  void sent_line(const std::string& line) override;
  void received_octet(char octet) override;
  void end_answer() override {}
  void end_line();

  std::string in_;             // a line of the server that has not ended
  std::uint64_t literal_ = 0;  // octets of it that are to come
};

}  // namespace demo
