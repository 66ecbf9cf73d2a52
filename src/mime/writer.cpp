// Part after part, into whatever room there is.
#include <mailmote/mime/writer.hpp>

#include <cstring>

#include "excerpt.hpp"
#include "message_parts.hpp"
#include "writer_plan.hpp"

namespace mailmote::mime {

Writer::Writer(const Message& message, const WriterSettings& settings)
    : place_{plan.data()},
      message_(message),
      body_({}, BodyForm()),
      wall_clock_(settings.wall_clock),
      seed_(settings.seed) {
  unsigned parts = 0;
  if (attachment_count(message) != 0) parts |= 1U << mixed;
  if (!message.text.empty() && !message.html.empty()) parts |= 1U << alternative;
  if (!message.text.empty() || message.html.empty()) parts |= 1U << text;
  if (!message.related.empty()) parts |= 1U << related;
  if (!message.html.empty()) parts |= 1U << html;
  parts_ = static_cast<std::uint8_t>(parts);
  const bool divided = has(mixed) || has(alternative) || has(related);
  forms_[0] = form_of(message.text, settings.eight_bit, divided);
  forms_[1] = form_of(message.html, settings.eight_bit, divided);
  failed_ = static_cast<bool>(check(message));
}

bool Writer::needs_eight_bit() const {
  return forms_[0].encoding == BodyForm::Encoding::eight_bit || forms_[1].encoding == BodyForm::Encoding::eight_bit;
}

bool Writer::rewind() {
  if (source_begun_ || failed_) return false;
  place_ = Place{plan.data()};
  written_ = 0;
  column_ = 0;
  stage_at_ = stage_end_ = 0;
  return true;
}

// All headers are written once more, with no room: then they are only counted.
std::optional<std::uint64_t> Writer::size() const {
  if (failed_) return std::nullopt;
  Excerpt heads({}, 0, 0);
  std::uint64_t bodies = 0;
  for (Place place{plan.data()}; *place.at != sign::end;) {
    if (*place.at == sign::body) {
      const std::optional<std::uint64_t> body = body_at(place).length();
      if (!body) return std::nullopt;
      bodies += *body;
      ++place.at;
    } else {
      put_line(heads, place);
    }
  }
  return heads.written() + bodies;
}

Body Writer::body_at(const Place& place) const {
  if (place.part >= first_source) return Body(source_at(place));
  return Body(place.part == html ? message_.html : message_.text, form_at(place));
}

IoResult Writer::read(std::span<char> into) {
  IoResult made{Io::want_read, 0};
  while (made.count < into.size()) {
    const std::span<char> room = into.subspan(made.count);
    if (stage_at_ != stage_end_) {
      made.count += unstage(room);
      continue;
    }
    const bool direct = room.size() >= min_room;
    std::uint32_t count = 0;
    made.io = fill(direct ? room : std::span<char>(stage_), count);
    if (made.io != Io::done) break;  // and the next read() tells, if this gives something
    if (direct) {
      made.count += count;
    } else {
      stage_at_ = 0;
      stage_end_ = static_cast<std::uint8_t>(count);
    }
  }
  if (made.count != 0) made.io = Io::done;
  return made;
}

inline std::uint32_t Writer::unstage(std::span<char> room) {
  const std::size_t staged = stage_end_ - std::size_t{stage_at_};
  const std::size_t n = staged < room.size() ? staged : room.size();
  std::memcpy(room.data(), stage_.data() + stage_at_, n);
  stage_at_ = static_cast<std::uint8_t>(stage_at_ + n);
  return static_cast<std::uint32_t>(n);
}

// Some octets, or none yet, into `out`, which holds min_room; `count` is how many.
inline Io Writer::fill(std::span<char> out, std::uint32_t& count) {
  if (failed_) return Io::failed;
  switch (*place_.at) {
    case sign::end: return Io::closed;
    case sign::body: return fill_body(out, count);
    default: count = fill_line(out); return Io::done;
  }
}

inline Io Writer::fill_body(std::span<char> out, std::uint32_t& count) {
  if (place_.part >= first_source) source_begun_ = true;
  const IoResult made = body_.fill(out);
  failed_ = made.io == Io::failed;
  if (body_.over()) ++place_.at;
  count = made.count;
  return made.io;
}

inline std::uint32_t Writer::fill_line(std::span<char> out) {
  Excerpt page(out, written_, column_);
  Place place = place_;
  put_line(page, place);
  if (!page.complete()) {
    written_ += static_cast<std::uint32_t>(out.size());
    return static_cast<std::uint32_t>(out.size());
  }
  written_ = 0;
  column_ = static_cast<std::uint16_t>(page.column());
  place_ = place;
  if (*place.at == sign::body) body_ = body_at(place);
  return static_cast<std::uint32_t>(page.written());
}

}  // namespace mailmote::mime
