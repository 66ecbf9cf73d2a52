// Part after part, into whatever room there is.
#include <mailmote/mime/writer.hpp>

#include <cstring>

#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/utf8.hpp>

#include "excerpt.hpp"

namespace mailmote::mime {
namespace {

constexpr std::size_t max_text_line = 998;  // RFC 5322 2.1.1
constexpr std::string_view boundary_start = "--=_";
constexpr std::string_view crlf = "\r\n";

bool is_line_end(char c) { return c == '\r' || c == '\n'; }

// Octets up to the next line end, `window` at most: each is looked for at a stride, and never twice over a long text.
std::size_t run_of(std::string_view text) {
  constexpr std::size_t window = 128;
  text = {text.data(), text.size() < window ? text.size() : window};
  for (const char end : {'\n', '\r'}) {
    const std::size_t found = text.find(end);
    if (found != std::string_view::npos) text = {text.data(), found};
  }
  return text.size();
}

std::size_t put_line_end(std::span<char> out) {
  std::memcpy(out.data(), crlf.data(), crlf.size());
  return crlf.size();
}

// What fill_plain() makes of it.
std::size_t plain_length(std::string_view text) {
  std::size_t octets = 0;
  char before = '\n';
  for (const char c : text) {
    if (!is_line_end(c))
      ++octets;
    else if (c != '\n' || before != '\r')
      octets += crlf.size();
    before = c;
  }
  return octets + (text.empty() || is_line_end(before) ? 0 : crlf.size());
}

std::size_t quoted_printable_length(std::string_view text) {
  wire::QuotedPrintableEncoder encoder;
  std::array<char, 32> room;
  std::size_t octets = 0;
  while (!text.empty()) {
    const wire::Step step = encoder.encode(text, room);
    octets += step.written;
    text.remove_prefix(step.taken);
  }
  return octets + encoder.finish(room);
}

// Octets as base64, in lines. Divided by hand, 16 bits at a time: a routine for 64 bits is large on small machines.
std::uint64_t base64_length(std::uint64_t octets) {
  constexpr std::uint32_t line_octets = wire::mime_line / 4 * 3;
  std::uint64_t lines = 0;
  std::uint32_t rest = 0;
  for (int digit = 0; digit < 4; ++digit, octets <<= 16) {
    rest = rest << 16 | static_cast<std::uint32_t>(octets >> 48);
    lines = lines << 16 | rest / line_octets;
    rest %= line_octets;
  }
  return lines * wire::base64_length(line_octets, wire::mime_line) + (rest != 0 ? (rest + 2) / 3 * 4 + crlf.size() : 0);
}

}  // namespace

Writer::Writer(const Message& message, const WriterSettings& settings)
    : message_(message), wall_clock_(settings.wall_clock), seed_(settings.seed) {
  encoding_ = encoding_for_text(settings.eight_bit);
  utf8_ = encoding_ == Encoding::seven_bit || wire::is_utf8(message.text);
  if (has_attachment()) attachment_size_ = message.attachment.content->size();
  if (check(message)) fail();
}

Writer::Encoding Writer::encoding_for_text(bool eight_bit) const {
  bool ascii = true;
  std::size_t line = 0;  // octets of it so far
  for (std::string_view rest = message_.text; !rest.empty();) {
    const std::string_view run{rest.data(), run_of(rest)};
    if (line == 0 && has_attachment() && run.starts_with(boundary_start)) return Encoding::quoted_printable;
    line = run.empty() ? 0 : line + run.size();
    if (line > max_text_line) return Encoding::quoted_printable;
    ascii = ascii && wire::is_ascii(run);
    rest.remove_prefix(run.empty() ? 1 : run.size());
  }
  if (ascii) return Encoding::seven_bit;
  return eight_bit ? Encoding::eight_bit : Encoding::quoted_printable;
}

IoResult Writer::fail() {
  part_ = Part::failed;
  return {Io::failed, 0};
}

AddressReader Writer::mailboxes_of(Part part) const {
  switch (part) {
    case Part::from: return AddressReader(message_.from);
    case Part::reply_to: return AddressReader(message_.reply_to);
    case Part::to: return AddressReader(message_.to);
    case Part::cc: return AddressReader(message_.cc);
    default: return AddressReader({});
  }
}

Writer::Part Writer::behind(Part part) const {
  const bool over = part == Part::text && !has_attachment();
  return over ? Part::end : static_cast<Part>(static_cast<unsigned>(part) + 1);
}

void Writer::enter(Part part) {
  part_ = part;
  list_ = mailboxes_of(part);
}

bool Writer::rewind() {
  if (attachment_begun_ || part_ == Part::failed) return false;
  start_over();
  return true;
}

void Writer::start_over() {
  enter(Part::date);
  text_at_ = 0;
  written_ = 0;
  column_ = 0;
  stage_at_ = stage_end_ = 0;
  quoted_printable_ = wire::QuotedPrintableEncoder();
}

// All headers are written once more, with no room: then they are only counted.
std::optional<std::uint64_t> Writer::size() const {
  if (part_ == Part::failed || (has_attachment() && !attachment_size_)) return std::nullopt;
  Excerpt heads({}, 0, 0);
  for (Part part = Part::date; part != Part::end; part = behind(part)) {
    AddressReader list = mailboxes_of(part);
    while (put_part(part, heads, list)) {}
  }
  return heads.total() + text_length() + base64_length(attachment_size_.value_or(0));
}

std::size_t Writer::text_length() const {
  return encoding_ == Encoding::quoted_printable ? quoted_printable_length(message_.text) : plain_length(message_.text);
}

IoResult Writer::read(std::span<char> into) {
  std::size_t count = 0;
  while (count < into.size()) {
    const std::span<char> room = into.subspan(count);
    if (stage_at_ != stage_end_) {
      count += unstage(room);
      continue;
    }
    const IoResult made = fill(room.size() < min_room ? std::span<char>(stage_) : room);
    if (made.io != Io::done && count == 0) return made;
    if (made.io != Io::done) break;  // and the next read() tells
    if (room.size() < min_room) {
      stage_at_ = 0;
      stage_end_ = static_cast<std::uint8_t>(made.count);
    } else {
      count += made.count;
    }
  }
  return {count == 0 ? Io::want_read : Io::done, static_cast<std::uint32_t>(count)};
}

std::size_t Writer::unstage(std::span<char> room) {
  const std::size_t staged = stage_end_ - std::size_t{stage_at_};
  const std::size_t n = staged < room.size() ? staged : room.size();
  std::memcpy(room.data(), stage_.data() + stage_at_, n);
  stage_at_ = static_cast<std::uint8_t>(stage_at_ + n);
  return n;
}

// Some octets, one at least, into `out`, which holds min_room.
IoResult Writer::fill(std::span<char> out) {
  std::size_t count = 0;
  while (count == 0) {
    switch (part_) {
      case Part::text: count = fill_text(out); break;
      case Part::attachment: {
        const IoResult made = fill_attachment(out);
        if (made.io != Io::done) return made;
        count = made.count;
        break;
      }
      case Part::end: return {Io::closed, 0};
      case Part::failed: return {Io::failed, 0};
      default: count = fill_head(out); break;
    }
  }
  return {Io::done, static_cast<std::uint32_t>(count)};
}

std::size_t Writer::fill_head(std::span<char> out) {
  Excerpt page(out, written_, column_);
  AddressReader list = list_;
  const bool more = put_part(part_, page, list);
  if (!page.complete()) {
    written_ += static_cast<std::uint32_t>(page.written());
    return page.written();
  }
  written_ = 0;
  column_ = static_cast<std::uint16_t>(page.column());
  list_ = list;
  if (!more) enter_next();
  return page.written();
}

std::size_t Writer::fill_text(std::span<char> out) {
  const std::string_view rest{message_.text.data() + text_at_, message_.text.size() - text_at_};
  return encoding_ == Encoding::quoted_printable ? fill_quoted_printable(rest, out) : fill_plain(rest, out);
}

std::size_t Writer::fill_quoted_printable(std::string_view rest, std::span<char> out) {
  const wire::Step step = quoted_printable_.encode(rest, out);
  text_at_ += step.taken;
  if (step.taken < rest.size() || out.size() - step.written < wire::QuotedPrintableEncoder::finish_room)
    return step.written;
  enter_next();
  return step.written + quoted_printable_.finish(out.subspan(step.written));
}

// Lines as they are, but for their ends: LF, CR and CRLF become CRLF. The last line is ended, too.
std::size_t Writer::fill_plain(std::string_view rest, std::span<char> out) {
  std::size_t count = 0;
  std::size_t at = 0;
  for (std::size_t room; at < rest.size() && (room = out.size() - count) >= crlf.size();) {
    const std::size_t run = run_of({rest.data() + at, rest.size() - at < room ? rest.size() - at : room});
    if (run != 0) {
      std::memcpy(out.data() + count, rest.data() + at, run);
      count += run;
      at += run;
    } else {
      if (!ends_carriage_return(text_at_ + at)) count += put_line_end(out.subspan(count));
      ++at;
    }
  }
  text_at_ += at;
  if (at < rest.size() || out.size() - count < crlf.size()) return count;
  enter_next();
  const std::string_view text = message_.text;
  if (text.empty() || is_line_end(text.back())) return count;
  return count + put_line_end(out.subspan(count));
}

// The octet of the text at `at` is the LF of a CRLF.
bool Writer::ends_carriage_return(std::size_t at) const {
  return at != 0 && message_.text[at] == '\n' && message_.text[at - 1] == '\r';
}

// What the Source gives is read into the end of the room, and encoded from its front: base64 catches up just there.
IoResult Writer::fill_attachment(std::span<char> out) {
  const std::span<char> raw = out.last(out.size() / 3 * 2);
  attachment_begun_ = true;
  const IoResult got = message_.attachment.content->read(raw);
  switch (got.io) {
    case Io::done: break;
    case Io::want_read:
    case Io::want_write: return {got.io, 0};
    case Io::closed: return end_attachment(out);
    default: return fail();
  }
  attachment_taken_ += got.count;
  if (got.count == 0 || got.count > raw.size() || attachment_taken_ > attachment_size_.value_or(UINT64_MAX))
    return fail();
  const wire::Step step = base64_.encode({raw.data(), got.count}, out);
  return {Io::done, static_cast<std::uint32_t>(step.written)};
}

IoResult Writer::end_attachment(std::span<char> out) {
  if (attachment_taken_ != attachment_size_.value_or(attachment_taken_)) return fail();
  enter_next();
  return {Io::done, static_cast<std::uint32_t>(base64_.finish(out))};
}

}  // namespace mailmote::mime
