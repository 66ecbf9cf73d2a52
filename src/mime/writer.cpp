// Part after part, into whatever room there is.
#include <mailmote/mime/writer.hpp>

#include <cstring>

#include "excerpt.hpp"
#include "message_parts.hpp"

namespace mailmote::mime {

Writer::Writer(const Message& message, const WriterSettings& settings)
    : message_(message), wall_clock_(settings.wall_clock), seed_(settings.seed) {
  text_form_ = form_of(message.text, settings.eight_bit);
  html_form_ = form_of(message.html, settings.eight_bit);
  if (check(message)) fail();
}

bool Writer::has(Level level) const {
  switch (level) {
    case Level::mixed: return attachment_count(message_) != 0;
    case Level::alternative: return !message_.text.empty() && has_html();
    case Level::related: return !message_.related.empty();
  }
  return false;
}

TextBody::Form Writer::form_of(std::string_view text, bool eight_bit) const {
  const bool parts = has(Level::mixed) || has(Level::alternative) || has(Level::related);
  return TextBody::form_of(text, eight_bit, parts ? TextBody::End::of_part : TextBody::End::of_message);
}

bool Writer::needs_eight_bit() const {
  return text_form_.encoding == TextBody::Encoding::eight_bit || html_form_.encoding == TextBody::Encoding::eight_bit;
}

IoResult Writer::fail() {
  place_.part = Part::failed;
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

const Attachment& Writer::source_at(const Place& place) const {
  const bool inner = place.part == Part::related_head || place.part == Part::related;
  return inner ? message_.related[place.index] : attachment_at(message_, place.index);
}

// What is there, in turn: what there is none of is passed over.
Writer::Part Writer::behind(const Place& place) const {
  switch (place.part) {
    case Part::mime_head: return has_text() ? Part::text_head : Part::html_head;
    case Part::text: return has_html() ? Part::html_head : Part::texts_end;
    case Part::html:
    case Part::related: return place.index < message_.related.size() ? Part::related_head : Part::texts_end;
    case Part::texts_end:
    case Part::attachment: return place.index < attachment_count(message_) ? Part::attachment_head : Part::closing;
    default: return static_cast<Part>(static_cast<unsigned>(place.part) + 1);
  }
}

void Writer::go_on(Place& place) const {
  if (place.part == Part::related || place.part == Part::attachment) ++place.index;
  if (place.part == Part::headers || place.part == Part::texts_end) place.index = 0;
  place.part = behind(place);
  place.list = mailboxes_of(place.part);
}

void Writer::enter_next() {
  go_on(place_);
  switch (place_.part) {
    case Part::text: text_ = TextBody(message_.text, text_form_); break;
    case Part::html: text_ = TextBody(message_.html, html_form_); break;
    case Part::related:
    case Part::attachment: source_ = SourceBody(source_at(place_)); break;
    default: break;
  }
}

bool Writer::rewind() {
  if (source_begun_ || place_.part == Part::failed) return false;
  place_ = Place();
  written_ = 0;
  column_ = 0;
  stage_at_ = stage_end_ = 0;
  return true;
}

// All headers are written once more, with no room: then they are only counted.
std::optional<std::uint64_t> Writer::size() const {
  if (place_.part == Part::failed) return std::nullopt;
  Excerpt heads({}, 0, 0);
  std::uint64_t bodies = 0;
  for (Place place; place.part != Part::end; go_on(place)) {
    while (put_part(heads, place)) {}
    const std::optional<std::uint64_t> body = body_size(place);
    if (!body) return std::nullopt;
    bodies += *body;
  }
  return heads.total() + bodies;
}

std::optional<std::uint64_t> Writer::body_size(const Place& place) const {
  switch (place.part) {
    case Part::text: return TextBody::length(message_.text, text_form_);
    case Part::html: return TextBody::length(message_.html, html_form_);
    case Part::related:
    case Part::attachment: return SourceBody::length(source_at(place));
    default: return 0;
  }
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
  IoResult made{Io::done, 0};
  while (made.io == Io::done && made.count == 0) {
    switch (place_.part) {
      case Part::text:
      case Part::html:
        made.count = static_cast<std::uint32_t>(text_.fill(out));
        if (text_.over()) enter_next();
        break;
      case Part::related:
      case Part::attachment: made = fill_source(out); break;
      case Part::end: return {Io::closed, 0};
      case Part::failed: return {Io::failed, 0};
      default: made.count = static_cast<std::uint32_t>(fill_head(out)); break;
    }
  }
  return made;
}

IoResult Writer::fill_source(std::span<char> out) {
  source_begun_ = true;
  const IoResult made = source_.fill(out);
  if (made.io == Io::failed) return fail();
  if (source_.over()) enter_next();
  return made;
}

std::size_t Writer::fill_head(std::span<char> out) {
  Excerpt page(out, written_, column_);
  Place place = place_;
  const bool more = put_part(page, place);
  if (!page.complete()) {
    written_ += static_cast<std::uint32_t>(page.written());
    return page.written();
  }
  written_ = 0;
  column_ = static_cast<std::uint16_t>(page.column());
  place_ = place;
  if (!more) enter_next();
  return page.written();
}

}  // namespace mailmote::mime
