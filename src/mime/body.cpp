#include <mailmote/mime/body.hpp>

#include <array>
#include <cstring>

#include <mailmote/wire/ascii.hpp>

namespace mailmote::mime {
namespace {

using Encoding = BodyForm::Encoding;

constexpr std::size_t line_end = 2;

std::size_t put_line_end(char* to) {
  std::memcpy(to, "\r\n", line_end);
  return line_end;
}

// Octets as base64, in lines. Divided bit by bit: a routine that divides 64 bits is large on small machines.
std::uint64_t base64_length(std::uint64_t octets) {
  constexpr std::uint32_t line_octets = wire::mime_line_octets;
  std::uint64_t length = 0;
  std::uint32_t rest = 0;
  for (int bit = 0; bit < 64; ++bit, octets <<= 1) {
    rest = rest << 1 | static_cast<std::uint32_t>(octets >> 63);
    length <<= 1;
    if (rest < line_octets) continue;
    rest -= line_octets;
    length += wire::mime_line + line_end;
  }
  return length + (rest == 0 ? 0 : (rest + 2) / 3 * 4 + line_end);
}

}  // namespace

// Base64 ends its lines itself.
BodyForm Body::form_of(const Attachment& attachment) {
  BodyForm form;
  form.divided = attachment.encoding == Attachment::Encoding::quoted_printable;
  form.encoding = form.divided ? Encoding::quoted_printable : Encoding::base64;
  return form;
}

Body::Body(std::string_view text, BodyForm form) : text_(text), form_(form) {}

Body::Body(const Attachment& attachment) : Body({}, form_of(attachment)) {
  content_ = attachment.content;
  if (const std::optional<std::uint64_t> size = content_->size(); size && *size <= INT64_MAX)
    left_ = static_cast<std::int64_t>(*size);
}

// But for base64, by writing it out to nobody.
std::optional<std::uint64_t> Body::length() const {
  if (content_ != nullptr) {
    if (left_ < 0 || form_.encoding != Encoding::base64) return std::nullopt;
    return base64_length(static_cast<std::uint64_t>(left_));
  }
  std::array<char, min_room> room;
  std::size_t octets = 0;
  for (Body body = *this; !body.over();) octets += body.fill(room).count;
  return octets;
}

// What a Source gives is read into the end of the room and encoded from its front, which catches up just there: with
// base64 four octets for three and a line end for 57, with quoted-printable three for one, a soft line break for 25,
// and what was held back before.
IoResult Body::fill(std::span<char> out) {
  if (content_ != nullptr) {
    const std::size_t most = form_.encoding == Encoding::base64 ? base64_.octets_for(out.size()) : (out.size() - 8) / 4;
    const Io io = read_source(out.last(most));
    if (io != Io::done) return {io, 0};
  }
  return {Io::done, static_cast<std::uint32_t>(text_.empty() ? finish(out) : encode(out))};
}

// Into `text_`, which stays empty at the end.
inline Io Body::read_source(std::span<char> into) {
  const IoResult got = content_->read(into);
  const bool known = left_ >= 0;
  switch (got.io) {
    case Io::closed: return left_ > 0 ? Io::failed : Io::done;
    case Io::want_read:
    case Io::want_write: return got.io;
    case Io::done: break;
    default: return Io::failed;
  }
  left_ -= got.count;
  text_ = {into.data(), got.count};
  return got.count == 0 || got.count > into.size() || (known && left_ < 0) ? Io::failed : Io::done;
}

inline std::size_t Body::encode(std::span<char> out) {
  wire::Step step;
  switch (form_.encoding) {
    case Encoding::base64: step = base64_.encode(text_, out); break;
    case Encoding::quoted_printable: step = quoted_printable_.encode(text_, out); break;
    default: return encode_lines(out);
  }
  text_.remove_prefix(step.taken);
  return step.written;
}

// Lines as they are, but for their ends.
inline std::size_t Body::encode_lines(std::span<char> out) {
  std::size_t count = 0;
  for (std::size_t room; !text_.empty() && (room = out.size() - count) >= line_end;) {
    char* const to = out.data() + count;
    const char first = text_.front();
    if (room > text_.size()) room = text_.size();
    std::size_t run = 0;
    while (run < room && !wire::is_line_end(text_[run])) ++run;
    in_line_ = run != 0;
    if (in_line_) {
      std::memcpy(to, text_.data(), run);
      count += run;
    } else {
      run = 1;
      if (!after_cr_ || first != '\n') count += put_line_end(to);
    }
    after_cr_ = first == '\r';
    text_.remove_prefix(run);
  }
  return count;
}

inline std::size_t Body::finish(std::span<char> out) {
  over_ = true;
  std::size_t count = 0;
  unsigned line_ends = form_.divided ? 1 : 0;
  switch (form_.encoding) {
    case Encoding::base64: count = base64_.finish(out); break;
    case Encoding::quoted_printable: count = quoted_printable_.finish(out); break;
    default: line_ends += in_line_ ? 1 : 0; break;
  }
  for (; line_ends != 0; --line_ends) count += put_line_end(out.data() + count);
  return count;
}

}  // namespace mailmote::mime
