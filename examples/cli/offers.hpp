// What an IMAP server says that it offers: the words of the last CAPABILITY that was heard, as it wrote them.
//
// Listens to a conversation on its way to another observer. Whatever the server says, it keeps 256 words at most, and
// none that is longer than 128 octets.
#pragma once

#include <array>
#include <mailmote/imap/reader.hpp>
#include <mailmote/observer.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

class Offers final : public mailmote::Observer {
 public:
  explicit Offers(mailmote::Observer& next) : next_(next) {}

  const std::vector<std::string>& words() const { return words_; }

  void sent(std::string_view octets, std::uint32_t hidden) override { next_.sent(octets, hidden); }
  void received(std::string_view octets) override;
  void notice(mailmote::Notice notice, std::string_view text) override;

 private:
  void take(const mailmote::imap::Event& e);
  void take_word(std::string_view word);

  mailmote::Observer& next_;
  std::array<char, 128> scratch_{};
  mailmote::imap::Reader reader_{scratch_};
  std::vector<std::string> words_;
  bool listing_ = false;    // what comes are its words
  bool begins_ = false;     // of a response code: its name is due
  bool continued_ = false;  // the word under way came in pieces before
};

}  // namespace cli
