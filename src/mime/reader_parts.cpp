// Messages to events: where parts begin and end.
#include <mailmote/mime/reader.hpp>

#include <cstring>

namespace mailmote::mime {

// The room that a boundary leaves: for the longest line that is held back and what it decodes to, or a value and the
// next boundary.
constexpr std::size_t min_room = 168;

Kind Reader::begin_part() {
  content_ = {};
  child_ = true;
  const bool whole = in_message();
  place(depth_ == 0 ? 0 : levels_[depth_ - 1].path + (whole ? 0U : 1U));
  event_.is_message = whole;
  text_ = Kind::value;
  state_ = over_ ? State::header_end : State::name;
  return Kind::part;
}

Content Reader::declared() const {
  using Type = ReaderContent::Type;
  switch (content_.type()) {
    case Type::multipart:
    case Type::digest: return Content::multipart;
    case Type::message: return Content::message;
    case Type::other: return Content::leaf;
    case Type::none: break;
  }
  // RFC 2046 5.1.5.
  const bool digest = depth_ != 0 && levels_[depth_ - 1].form == Level::Form::digest;
  return digest ? Content::message : Content::leaf;
}

Flaw Reader::flaw_of(Content content) const {
  if (content == Content::leaf) return Flaw::none;
  const std::uint8_t boundary = content_.boundary();
  if (content == Content::multipart && (boundary == 0 || boundary == ReaderContent::too_long)) return Flaw::boundary;
  if (content == Content::message && is_encoded()) return Flaw::encoded;
  if (depth_ == max_depth) return Flaw::depth;
  return content == Content::multipart && boundaries_ - boundary < min_room ? Flaw::scratch : Flaw::none;
}

Kind Reader::end_header() {
  const Content content = declared();
  // A multipart has no encoding of its own (RFC 2045 6.4).
  event_.encoding = content == Content::multipart ? Encoding::identity : content_.encoding();
  text_ = Kind::body;
  if (in_message() && content != Content::multipart) {
    path_[path_size_] = 1;
    place(path_size_ + 1U);
  }
  event_.flaw = flaw_of(content);
  event_.content = event_.flaw == Flaw::none ? content : Content::leaf;
  enter(event_.content);
  return Kind::header_end;
}

void Reader::enter(Content content) {
  state_ = over_ ? State::part_end : State::line_start;
  if (content == Content::leaf) {
    quoted_ = {};
    base64_ = wire::Base64Decoder{wire::Base64Decoder::Form::lenient};
    return;
  }
  child_ = false;
  Level& level = levels_[depth_++];
  level = {Level::Form::message, path_size_, 0};
  if (content == Content::message) {
    state_ = State::part;
    return;
  }
  level.form = content_.type() == ReaderContent::Type::digest ? Level::Form::digest : Level::Form::multipart;
  level.boundary = content_.boundary();
  const char* const boundary = slot();
  boundaries_ -= level.boundary;
  std::memmove(scratch_.data() + boundaries_, boundary, level.boundary);
  path_[path_size_] = 0;
  text_ = Kind::preamble;
}

// One part after the other, the innermost first.
Kind Reader::end_part() {
  if (child_) return end_leaf();
  if (depth_ > close_to_) return end_level();
  over_ = false;
  if (!finishing_) return behind_delimiter();
  place(0);
  state_ = State::ended;
  return Kind::end;
}

Kind Reader::end_leaf() {
  const bool complete = event_.encoding == Encoding::base64             ? base64_.complete() && !base64_.skipped()
                        : event_.encoding == Encoding::quoted_printable ? quoted_.complete()
                                                                        : true;
  const std::size_t n = quoted_.finish({scratch_.data(), wire::QuotedPrintableDecoder::min_room});
  event_.bytes = {scratch_.data(), n};
  if (n != 0) return Kind::body;
  event_.content = Content::leaf;
  event_.flaw = complete ? Flaw::none : Flaw::damaged;
  child_ = false;
  return Kind::part_end;
}

Kind Reader::end_level() {
  const Level& level = levels_[--depth_];
  place(level.path);
  boundaries_ += level.boundary;
  const bool is_message = level.form == Level::Form::message;
  const bool closed = is_message || level.form == Level::Form::closed;
  event_.content = is_message ? Content::message : Content::multipart;
  event_.flaw = closed ? Flaw::none : path_[level.path] == 0 ? Flaw::no_parts : Flaw::unclosed;
  return Kind::part_end;
}

// The next part of the multipart, or its epilogue.
Kind Reader::behind_delimiter() {
  Level& level = levels_[depth_ - 1];
  place(level.path);
  if (another_) {
    if (path_[level.path] == 0xFFFF) return fail(Fault::index);
    ++path_[level.path];
    state_ = State::part;
    return Kind::need_input;
  }
  boundaries_ += level.boundary;
  level.boundary = 0;
  level.form = Level::Form::closed;
  text_ = Kind::epilogue;
  state_ = State::line_start;
  return Kind::need_input;
}

void Reader::place(std::size_t path_size) {
  path_size_ = static_cast<std::uint8_t>(path_size);
  event_.path = {path_.data(), path_size};
}

}  // namespace mailmote::mime
