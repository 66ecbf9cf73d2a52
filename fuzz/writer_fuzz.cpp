// A message of any texts: refused, or written with nothing in its headers that was not meant, the same through every
// room, as long as it said; and its subject and its attachments come back.
//
// The input is the fields of the message in the order of `Mail`, each ended by an octet 0x1e. What is missing at the
// end of it is empty; an empty sender or recipient is filled in, so that more than refusals are seen.
#include <mailmote/mime/writer.hpp>
#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/encoded_word.hpp>
#include <mailmote/wire/utf8.hpp>

#include <iterator>
#include <set>

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

// The name of a header that there is, once. `own` is the user's.
void expect_header(std::string_view name, std::string_view own, std::set<std::string_view>& seen) {
  static constexpr std::string_view known[] = {"Date",
                                               "From",
                                               "Reply-To",
                                               "To",
                                               "Cc",
                                               "Subject",
                                               "Message-ID",
                                               "In-Reply-To",
                                               "References",
                                               "Importance",
                                               "X-Priority",
                                               "Priority",
                                               "Auto-Submitted",
                                               "X-Auto-Response-Suppress",
                                               "MIME-Version",
                                               "Content-Type",
                                               "Content-Transfer-Encoding"};
  expect(name == own || std::find(std::begin(known), std::end(known), name) != std::end(known));
  expect(seen.insert(name).second);
}

// Only CRLF, no line of more than 998 octets, ASCII but in an 8bit text, and the headers that there are.
void expect_form(std::string_view mail, std::string_view own, bool eight_bit) {
  std::set<std::string_view> seen;
  bool head = true;
  while (!mail.empty()) {
    const std::size_t end = mail.find("\r\n");
    expect(end != mail.npos && end <= 998);
    const std::string_view line = mail.substr(0, end);
    expect(line.find_first_of(std::string_view("\r\n\0", 3)) == line.npos);
    head = head && !line.empty();
    const bool folded = head && wire::is_blank(line.front());
    if (folded) expect(line.find_first_not_of(" \t") != line.npos);
    if (head && !folded) expect_header(line.substr(0, line.find(':')), own, seen);
    if (head || !eight_bit) expect(wire::is_ascii(line));
    mail.remove_prefix(end + 2);
  }
  expect(seen.contains("From") && seen.contains("Message-ID") && seen.contains("MIME-Version"));
  expect(own.empty() || seen.contains(own));
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

void expect_header_value(std::string_view mail, std::string_view name, std::string_view value) {
  if (value.empty() || !wire::is_utf8(value)) return;
  const fuzz::Heap room(4 * value.size() + 100);
  const wire::DecodedText back = wire::decode_words(value_of(mail, name), {room.data(), room.size()});
  expect(!back.cut && back.text == value);
}

// The last part, in base64.
void expect_attachment(std::string_view mail, std::string_view content) {
  mail.remove_suffix(std::string_view("--=_0000000000000000--\r\n").size());
  const std::string_view encoded = mail.substr(mail.rfind("\r\n\r\n") + 4);
  const fuzz::Heap room(content.size() + 3);
  wire::Base64Decoder decoder(wire::Base64Decoder::Form::lenient);
  const wire::Step step = decoder.decode(encoded, {room.data(), room.size()});
  expect(step.taken == encoded.size() && decoder.complete());
  expect(std::string_view(room.data(), step.written) == content);
}

// The fields of the input as a message, whose Sources are read once.
struct Mail {
  explicit Mail(std::string_view input) : fields(input), dice(input) {}

  void compose() {
    const std::string_view all = options.view();
    const auto asked = [all](char c) { return all.find(c) != all.npos; };
    m.headers = {&own, name.view().empty() && value.view().empty() ? 0U : 1U};
    if (!file.view().empty() || !content.view().empty())
      m.attachment = {file.view(), type.view(), &sources[0], {}, encoding(asked('q'))};
    if (!last.view().empty()) m.attachments = {&second, 1};
    if (!image.view().empty() || !image_id.view().empty()) m.related = {&inner, 1};
    if (asked('h')) m.priority = Priority::high;
    if (asked('l')) m.priority = Priority::low;
    m.automatic = !asked('p');
  }
  static Attachment::Encoding encoding(bool text) {
    return text ? Attachment::Encoding::quoted_printable : Attachment::Encoding::base64;
  }

  Fields fields;
  fuzz::Dice dice;
  fuzz::Heap from = fields.next("a@b"), to = fields.next("c@d"), cc = fields.next(), bcc = fields.next();
  fuzz::Heap reply_to = fields.next(), subject = fields.next(), text = fields.next(), id = fields.next();
  fuzz::Heap file = fields.next(), type = fields.next("text/plain"), content = fields.next(), html = fields.next();
  fuzz::Heap answered = fields.next(), references = fields.next(), name = fields.next(), value = fields.next();
  fuzz::Heap incident = fields.next(), image_id = fields.next(), image_name = fields.next(), image = fields.next();
  fuzz::Heap last = fields.next(), options = fields.next();
  Pieces sources[3] = {{content.view(), dice}, {last.view(), dice}, {image.view(), dice}};
  Header own{name.view(), value.view()};
  Attachment second{"last", "a/b", &sources[1]};
  Attachment inner{image_name.view(), "image/png", &sources[2], image_id.view()};
  Message m{.from = from.view(),
            .to = to.view(),
            .cc = cc.view(),
            .bcc = bcc.view(),
            .reply_to = reply_to.view(),
            .subject = subject.view(),
            .text = text.view(),
            .message_id = id.view(),
            .html = html.view(),
            .in_reply_to = answered.view(),
            .references = references.view(),
            .incident = incident.view()};
};

}  // namespace

void fuzz::run(std::string_view input) {
  Mail first(input), again(input);
  first.compose();
  again.compose();
  Dice& dice = first.dice;
  const Message& m = first.m;
  mime::WriterSettings settings;
  settings.wall_clock =
      dice.from(0, 1) == 0 ? Network::unknown_time : static_cast<std::int64_t>(dice.from(0, 1U << 31U));
  settings.eight_bit = dice.from(0, 1) == 0;

  mime::Writer writer(m, settings);
  if (mime::check(m)) return expect_refusal(writer);
  const std::optional<std::uint64_t> size = writer.size();
  const bool known = m.attachment.content == nullptr || m.attachment.encoding == Attachment::Encoding::base64;
  expect(size.has_value() == known);
  const std::string mail = read_all(writer, dice.from(1, 100), dice);
  expect(size.value_or(mail.size()) == mail.size());
  expect_form(mail, first.own.name, writer.needs_eight_bit());
  expect_header_value(mail, "Subject", m.subject);
  if (!m.headers.empty()) expect_header_value(mail, first.own.name, first.own.value);
  if (!m.attachments.empty())
    expect_attachment(mail, first.last.view());
  else if (m.attachment.content != nullptr && known)
    expect_attachment(mail, first.content.view());

  mime::Writer second(again.m, settings);
  expect(read_all(second, 1000, dice) == mail);
}
