// The mail that `send` was asked for: the options become a Message, and what its views look at is kept here.
#pragma once

#include <mailmote/message.hpp>
#include <mailmote/ports/posix.hpp>

#include <deque>
#include <string>
#include <vector>

#include "options.hpp"

namespace cli {

class Draft {
 public:
  explicit Draft(const Arguments& arguments);

  // What is wrong with the words and options, before anything is read or opened; empty: nothing.
  std::string_view misused() const;

  // The HTML text and the files. False, with unreadable() and the reason in errno, if one cannot be read.
  bool open_files();

  // The text, from standard input perhaps: half a text is not sent. False likewise.
  bool read_text();

  const mailmote::Message& message() const { return message_; }
  const std::string& unreadable() const { return unreadable_; }
  std::size_t most_recipients() const;

 private:
  // A file that goes along.
  struct Enclosure {
    Enclosure(std::string file, std::string word) : path(std::move(file)), id(std::move(word)) {}

    std::string path, id;  // id: by which the HTML shows it
    mailmote::posix::FileSource content;
  };

  bool open(std::deque<Enclosure>& files, std::vector<mailmote::Attachment>& parts);
  bool read_html(const std::string& path);
  bool has_text() const;

  const Arguments& arguments_;
  std::string from_, to_, cc_, bcc_, subject_, text_, html_, unreadable_;
  std::deque<Enclosure> inline_files_, attached_files_;  // a Source stays where it is
  std::vector<mailmote::Attachment> related_, attachments_;
  mailmote::Message message_;
};

}  // namespace cli
