// A message from standard input to standard output, for a test that reads it with another library.
//
// The input is the fields in the order of main(), with an octet 0x1e between them. The argument is the room that is
// read through, and "8bit" behind it means that the server takes 8BITMIME. Exit status 1: the message is refused.
#include <mailmote/mime/writer.hpp>

#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <string>
#include <vector>

using namespace mailmote;

namespace {

constexpr std::size_t field_count = 11;

std::vector<std::string> read_fields() {
  std::vector<std::string> fields(1);
  for (int c; (c = std::getchar()) != EOF;) {
    if (c == 0x1e && fields.size() < field_count) {
      fields.emplace_back();
    } else {
      fields.back() += static_cast<char>(c);
    }
  }
  fields.resize(field_count);
  return fields;
}

int copy_out(mime::Writer& writer, std::size_t size) {
  std::vector<char> room(size);
  for (;;) {
    const IoResult got = writer.read(room);
    if (got.io == Io::closed) return 0;
    if (got.io != Io::done) return 1;
    std::fwrite(room.data(), 1, got.count, stdout);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> f = read_fields();
  TextSource content(f[10]);
  Message m;
  m.from = f[0];
  m.to = f[1];
  m.cc = f[2];
  m.bcc = f[3];
  m.reply_to = f[4];
  m.subject = f[5];
  m.text = f[6];
  m.message_id = f[7];
  m.attachment.name = f[8];
  if (!f[9].empty()) m.attachment.type = f[9];
  if (!f[8].empty() || !f[10].empty()) m.attachment.content = &content;

  mime::WriterSettings settings;
  settings.wall_clock = 1'795'230'565;
  settings.seed = {'s', 'e', 'e', 'd'};
  settings.eight_bit = argc > 2 && std::string(argv[2]) == "8bit";
  mime::Writer writer(m, settings);
  return copy_out(writer, argc > 1 ? static_cast<std::size_t>(std::atoi(argv[1])) : 100);
}
