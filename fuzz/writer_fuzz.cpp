// A message of any texts: refused, or written with nothing in its headers that was not meant, the same through every
// room, as long as it said; and its subject and its attachments come back.
#include <mailmote/mime/writer.hpp>
#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/encoded_word.hpp>
#include <mailmote/wire/utf8.hpp>

#include <iterator>
#include <set>

#include "mail.hpp"

using namespace mailmote;
using fuzz::expect;
using fuzz::Mail;
using fuzz::read_all;

namespace {

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

// The value of a header, folds and all; one that stands in front of it is none of it.
std::string_view value_of(std::string_view mail, std::string_view name) {
  const std::string front = "\r\n" + std::string(name) + ":";
  const std::size_t begin = mail.find(front);
  expect(begin != mail.npos);
  mail.remove_prefix(begin + front.size());
  if (mail.starts_with("\r\n")) mail.remove_prefix(2);
  expect(mail.starts_with(' '));
  mail.remove_prefix(1);
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
