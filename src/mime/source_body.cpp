#include <mailmote/mime/source_body.hpp>

#include <cstring>

namespace mailmote::mime {
namespace {

constexpr std::size_t line_end = 2;

// Octets as base64, in lines. Divided by hand, 16 bits at a time: a routine for 64 bits is large on small machines.
std::uint64_t base64_length(std::uint64_t octets) {
  constexpr std::uint32_t line_octets = wire::mime_line_octets;
  std::uint64_t lines = 0;
  std::uint32_t rest = 0;
  for (int digit = 0; digit < 4; ++digit, octets <<= 16) {
    rest = rest << 16 | static_cast<std::uint32_t>(octets >> 48);
    lines = lines << 16 | rest / line_octets;
    rest %= line_octets;
  }
  return lines * wire::base64_length(line_octets, wire::mime_line) + (rest != 0 ? (rest + 2) / 3 * 4 + line_end : 0);
}

bool is_base64(const Attachment& attachment) { return attachment.encoding == Attachment::Encoding::base64; }

// What the Source gives is read into the end of the room and encoded from its front, which catches up just there: with
// base64 four octets for three and a line end for 57, with quoted-printable three for one, a soft line break for 25,
// and what was held back before.
constexpr std::size_t quoted_printable_room(std::size_t room) { return (room - 8) / 4; }

}  // namespace

std::optional<std::uint64_t> SourceBody::length(const Attachment& attachment) {
  const std::optional<std::uint64_t> octets = attachment.content->size();
  if (!octets || !is_base64(attachment)) return std::nullopt;
  return base64_length(*octets);
}

SourceBody::SourceBody(const Attachment& attachment) : attachment_(&attachment), told_(attachment.content->size()) {}

IoResult SourceBody::fill(std::span<char> out) {
  const std::span<char> raw =
      out.last(is_base64(*attachment_) ? base64_.octets_for(out.size()) : quoted_printable_room(out.size()));
  const IoResult got = attachment_->content->read(raw);
  switch (got.io) {
    case Io::done: break;
    case Io::want_read:
    case Io::want_write: return {got.io, 0};
    case Io::closed: return finish(out);
    default: return {Io::failed, 0};
  }
  taken_ += got.count;
  if (got.count == 0 || got.count > raw.size() || taken_ > told_.value_or(UINT64_MAX)) return {Io::failed, 0};
  const std::string_view octets{raw.data(), got.count};
  const wire::Step step = is_base64(*attachment_) ? base64_.encode(octets, out) : quoted_printable_.encode(octets, out);
  return {Io::done, static_cast<std::uint32_t>(step.written)};
}

// The line end of the boundary is one of its own where lines mean something.
IoResult SourceBody::finish(std::span<char> out) {
  if (taken_ != told_.value_or(taken_)) return {Io::failed, 0};
  std::size_t count;
  if (is_base64(*attachment_)) {
    count = base64_.finish(out);
  } else {
    count = quoted_printable_.finish(out);
    std::memcpy(out.data() + count, "\r\n", line_end);
    count += line_end;
  }
  attachment_ = nullptr;
  return {Io::done, static_cast<std::uint32_t>(count)};
}

}  // namespace mailmote::mime
