// A message from standard input to standard output, for a test that reads it with another library.
//
//   write_message ROOM [8bit] < FIELDS
//
// FIELDS is lines "NAME LENGTH", each followed by so many octets: a member of Message, or of the Header, inline part or
// attachment that the last "header", "related" or "attachment" began. ROOM is what the mail is read through, and 8bit
// means that the server takes 8BITMIME. Exit status 1: the message is refused.
#include <mailmote/mime/writer.hpp>

#include <cstdio>
#include <cstdlib>
#include <deque>
#include <map>
#include <string>
#include <vector>

using namespace mailmote;

namespace {

struct Input {
  std::deque<std::string> texts;  // the views of `message` are of these
  std::deque<TextSource> contents;
  std::vector<Header> headers;
  std::vector<Attachment> related, attachments;
  Message message;
};

bool read_field(std::string& name, std::string& value) {
  char word[32];
  std::size_t length = 0;
  if (std::scanf("%31s %zu", word, &length) != 2 || std::getchar() != '\n') return false;
  name = word;
  value.resize(length);
  return std::fread(value.data(), 1, length, stdin) == length;
}

void set_text(Message& m, const std::string& name, std::string_view value) {
  static const std::map<std::string, std::string_view Message::*> members = {
      {"from", &Message::from},
      {"to", &Message::to},
      {"cc", &Message::cc},
      {"bcc", &Message::bcc},
      {"reply_to", &Message::reply_to},
      {"subject", &Message::subject},
      {"text", &Message::text},
      {"message_id", &Message::message_id},
      {"html", &Message::html},
      {"in_reply_to", &Message::in_reply_to},
      {"references", &Message::references},
      {"incident", &Message::incident},
  };
  if (name == "priority") m.priority = value == "high" ? Priority::high : Priority::low;
  if (name == "person") m.automatic = false;
  if (const auto member = members.find(name); member != members.end()) m.*member->second = value;
}

void set_part(Input& in, Attachment& part, const std::string& name, std::string_view value) {
  if (name == "name") part.name = value;
  if (name == "type") part.type = value;
  if (name == "content_id") part.content_id = value;
  if (name == "quoted_printable") part.encoding = Attachment::Encoding::quoted_printable;
  if (name == "content") part.content = &in.contents.emplace_back(value);
}

void read_message(Input& in) {
  std::vector<Attachment>* parts = nullptr;  // that the last one is being set of
  for (std::string name, value; read_field(name, value);) {
    const std::string_view text = in.texts.emplace_back(value);
    if (name == "related" || name == "attachment") {
      parts = name == "related" ? &in.related : &in.attachments;
      parts->emplace_back();
    } else if (name == "header") {
      const std::size_t colon = text.find(':');
      in.headers.push_back({text.substr(0, colon), text.substr(colon + 1)});
    } else if (parts != nullptr) {
      set_part(in, parts->back(), name, text);
    } else {
      set_text(in.message, name, text);
    }
  }
  in.message.headers = in.headers;
  in.message.related = in.related;
  in.message.attachments = in.attachments;
}

int copy_out(mime::Writer& writer, std::size_t size) {
  const std::optional<std::uint64_t> told = writer.size();
  std::uint64_t written = 0;
  std::vector<char> room(size);
  for (;;) {
    const IoResult got = writer.read(room);
    if (got.io == Io::closed) return written == told.value_or(written) ? 0 : 2;
    if (got.io != Io::done) return 1;
    written += std::fwrite(room.data(), 1, got.count, stdout);
  }
}

}  // namespace

int main(int argc, char** argv) {
  Input input;
  read_message(input);
  mime::WriterSettings settings;
  settings.wall_clock = 1'795'230'565;
  settings.seed = {'s', 'e', 'e', 'd'};
  settings.eight_bit = argc > 2 && std::string(argv[2]) == "8bit";
  mime::Writer writer(input.message, settings);
  return copy_out(writer, argc > 1 ? static_cast<std::size_t>(std::atoi(argv[1])) : 100);
}
