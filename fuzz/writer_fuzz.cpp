// A message of any texts: refused, or written with nothing in its headers that was not meant, the same through every
// room, as long as it said; and its subject and its attachment come back.
//
// The input is the fields of the message in the order of `Fields`, each ended by an octet 0x1e. What is missing at the
// end of it is empty; an empty sender or recipient is filled in, so that more than refusals are seen.
#include <mailmote/mime/writer.hpp>
#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/encoded_word.hpp>
#include <mailmote/wire/utf8.hpp>

#include <iterator>

#include "fuzz.hpp"

using namespace mailmote;
using fuzz::expect;

namespace {

// Cut off one after another.
class Fields {
 public:
  explicit Fields(std::string_view input) : rest_(input) {}

  fuzz::Heap next(std::string_view instead = {}) {
    const std::size_t end = std::min(rest_.find('\x1e'), rest_.size());
    const std::string_view field = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return fuzz::Heap(field.empty() ? instead : field);
  }

 private:
  std::string_view rest_;
};

// An attachment that comes in any pieces and is not always there.
class Pieces final : public Source {
 public:
  Pieces(std::string_view text, fuzz::Dice dice) : text_(text), dice_(dice) {}

  IoResult read(std::span<char> into) override {
    if (dice_.from(0, 4) == 0) return {Io::want_read, 0};
    const std::size_t n = std::min({text_.size(), into.size(), dice_.from(1, 100)});
    if (n == 0) return {Io::closed, 0};
    std::copy_n(text_.data(), n, into.data());
    text_.remove_prefix(n);
    return {Io::done, static_cast<std::uint32_t>(n)};
  }
  std::optional<std::uint64_t> size() const override { return size_; }

 private:
  std::string_view text_;
  std::uint64_t size_ = text_.size();
  fuzz::Dice dice_;
};

std::string read_all(mime::Writer& writer, std::size_t most, fuzz::Dice& dice) {
  std::string all;
  for (;;) {
    const fuzz::Heap room(dice.from(1, most));
    const IoResult got = writer.read({room.data(), room.size()});
    if (got.io == Io::closed) return all;
    expect(got.io == Io::done || got.io == Io::want_read);
    expect((got.io == Io::done) == (got.count != 0) && got.count <= room.size());
    all.append(room.data(), got.count);
  }
}

void expect_refusal(mime::Writer& writer) {
  char room[100];
  for (int i = 0; i < 3; ++i) expect(writer.read(room).io == Io::failed);
  expect(!writer.size() && !writer.rewind());
}

void expect_header(std::string_view line) {
  static constexpr std::string_view known[] = {"Date:",
                                               "From:",
                                               "Reply-To:",
                                               "To:",
                                               "Cc:",
                                               "Subject:",
                                               "Message-ID:",
                                               "Auto-Submitted:",
                                               "MIME-Version:",
                                               "Content-Type:",
                                               "Content-Transfer-Encoding:"};
  if (line.front() == ' ' || line.front() == '\t') return expect(line.find_first_not_of(" \t") != line.npos);
  expect(
      std::any_of(std::begin(known), std::end(known), [&](std::string_view name) { return line.starts_with(name); }));
}

// Only CRLF, no line of more than 998 octets, ASCII but in an 8bit text, and the headers that there are.
void expect_form(std::string_view mail, bool eight_bit) {
  bool head = true;
  while (!mail.empty()) {
    const std::size_t end = mail.find("\r\n");
    expect(end != mail.npos && end <= 998);
    const std::string_view line = mail.substr(0, end);
    expect(line.find_first_of(std::string_view("\r\n\0", 3)) == line.npos);
    head = head && !line.empty();
    if (head) expect_header(line);
    if (head || !eight_bit) expect(wire::is_ascii(line));
    mail.remove_prefix(end + 2);
  }
}

// The value of a header, folds and all.
std::string_view value_of(std::string_view mail, std::string_view name) {
  const std::size_t begin = mail.find("\r\n" + std::string(name) + ": ");
  expect(begin != mail.npos);
  mail.remove_prefix(begin + name.size() + 4);
  std::size_t end = mail.find("\r\n");
  while (mail[end + 2] == ' ' || mail[end + 2] == '\t') end = mail.find("\r\n", end + 2);
  return mail.substr(0, end);
}

void expect_subject(std::string_view mail, std::string_view subject) {
  if (subject.empty() || !wire::is_utf8(subject)) return;
  const fuzz::Heap room(4 * subject.size() + 100);
  const wire::DecodedText back = wire::decode_words(value_of(mail, "Subject"), {room.data(), room.size()});
  expect(!back.cut && back.text == subject);
}

void expect_attachment(std::string_view mail, std::string_view content) {
  mail.remove_suffix(std::string_view("--=_0000000000000000--\r\n").size());
  const std::string_view encoded = mail.substr(mail.rfind("\r\n\r\n") + 4);
  const fuzz::Heap room(content.size() + 3);
  wire::Base64Decoder decoder(wire::Base64Decoder::Form::lenient);
  const wire::Step step = decoder.decode(encoded, {room.data(), room.size()});
  expect(step.taken == encoded.size() && decoder.complete());
  expect(std::string_view(room.data(), step.written) == content);
}

}  // namespace

void fuzz::run(std::string_view input) {
  Dice dice(input);
  Fields fields(input);
  const Heap from = fields.next("a@b"), to = fields.next("c@d"), cc = fields.next(), bcc = fields.next();
  const Heap reply_to = fields.next(), subject = fields.next(), text = fields.next(), id = fields.next();
  const Heap name = fields.next(), type = fields.next("text/plain"), content = fields.next();
  Message m{from.view(), to.view(), cc.view(), bcc.view(), reply_to.view(), subject.view(), text.view(), {}, id.view()};
  mime::WriterSettings settings;
  settings.wall_clock =
      dice.from(0, 1) == 0 ? Network::unknown_time : static_cast<std::int64_t>(dice.from(0, 1U << 31U));
  settings.eight_bit = dice.from(0, 1) == 0;
  Pieces small(content.view(), dice), large(content.view(), dice);
  const bool attached = !name.view().empty() || !content.view().empty();
  m.attachment = {name.view(), type.view(), attached ? &small : nullptr};

  mime::Writer writer(m, settings);
  if (mime::check(m)) return expect_refusal(writer);
  const std::optional<std::uint64_t> size = writer.size();
  const std::string mail = read_all(writer, dice.from(1, 100), dice);
  expect(size == mail.size());
  expect_form(mail, writer.needs_eight_bit());
  expect_subject(mail, m.subject);
  if (attached) expect_attachment(mail, content.view());

  m.attachment.content = attached ? &large : nullptr;
  mime::Writer second(m, settings);
  expect(read_all(second, 1000, dice) == mail);
}
