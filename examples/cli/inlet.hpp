// The way in, for every command that reads or changes a mailbox: the mailbox and its memory, made from the command
// line, and what the server says beside its answers.
//
//   Inlet inlet(arguments);
//   if (!inlet.open(Opening::mailbox)) return inlet.status();
//   if (!inlet.did(inlet.box().expunge())) return inlet.status();
//   return inlet.close();
#pragma once

#include <array>
#include <cstddef>
#include <mailmote/mailbox.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access.hpp"

namespace cli {

enum class Opening { mailbox, half };  // half: logs in, and opens no mailbox

class Inlet {
 public:
  explicit Inlet(const Arguments& arguments) : access_(arguments), notices_(notice_memory_) {}

  // Who sees the conversation, in place of the transcript. Before open().
  void show_to(mailmote::Observer& observer) { observer_ = &observer; }

  // False after it has reported why not; then status() is the program's.
  bool open(Opening opening);

  // The message that is meant; a number may mean another one a moment later. False after it has reported that there is
  // none: a server does nothing to a message that it has not, and calls that success.
  bool find(mailmote::Messages message, mailmote::Summary& found);

  // Dovecot gives a message that another connection has expunged, before it says so, as one without size, date and
  // texts. Such a one is looked at once more. False: it has gone.
  bool is_there(mailmote::Summary& mail);

  // Shows what the server said meanwhile. False after it has reported that it went wrong.
  bool did(const mailmote::Result& result);
  // Likewise, behind a loop.
  bool ended_well() { return did(box_->error()); }

  // What the server has said beside its answers since.
  void show_notices();

  // Logs out. The work is done by then, whatever becomes of that. Returns 0.
  int close();
  // Likewise, where logging out is part of the work. Returns the exit status.
  int close_checked();

  mailmote::Mailbox& box() { return *box_; }
  Access& access() { return access_; }
  std::string_view mailbox() const { return access_.parsed().mailbox; }
  int status() const { return access_.status(); }
  // It has been reported that it cannot go on.
  bool refuse(int status) { return access_.refuse(status); }

 private:
  bool can_read();
  void make_box();

  Access access_;
  mailmote::Observer* observer_ = &access_.transcript();
  alignas(std::max_align_t) std::array<std::byte, mailmote::max_driver_state> state_{};
  std::array<char, 4096> notice_memory_{};
  mailmote::NoticeLog notices_;
  mailmote::posix::Iconv charsets_;
  std::vector<char> memory_;
  std::optional<mailmote::Mailbox> box_;
};

}  // namespace cli
