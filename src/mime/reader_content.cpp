// Content-Type and Content-Transfer-Encoding, octet by octet.
#include <mailmote/mime/reader_content.hpp>

#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/extended_value.hpp>
#include <mailmote/wire/words.hpp>

namespace mailmote::mime {

namespace {

constexpr auto fields = wire::make_words("Content-Type Content-Transfer-Encoding ");
constexpr auto encodings = wire::make_words("quoted-printable base64 7bit 8bit binary ");

Encoding encoding_named(std::string_view word) {
  const std::uint8_t index = encodings.index(word);
  if (index == wire::no_word) return Encoding::unknown;
  return index == 0 ? Encoding::quoted_printable : index == 1 ? Encoding::base64 : Encoding::identity;
}

ReaderContent::Type type_named(std::string_view word, bool whole) {
  using Type = ReaderContent::Type;
  if (whole && word == "multipart/digest") return Type::digest;
  if (word.starts_with("multipart/")) return Type::multipart;
  // RFC 2046 5.2.1, RFC 6532 3.7.
  const bool message = whole && (word == "message/rfc822" || word == "message/global");
  return message ? Type::message : Type::other;
}

}  // namespace

bool ReaderContent::begin(std::string_view name) {
  const std::uint8_t index = fields.index(name);
  is_type_ = index == 0;
  state_ = State::first;
  length_ = 0;
  comments_ = 0;
  escaped_ = wanted_ = false;
  if (is_type_) return type_ == Type::none;
  return index == 1 && !has_encoding_;
}

void ReaderContent::read(std::string_view piece, char* slot) {
  for (const char c : piece) step(c, slot);
}

// Comments may stand anywhere but in a token (RFC 822 3.4.3); a value in no quotes goes on up to a blank or a
// semicolon, for there are boundaries like ----=_(1) without the quotes that are due.
void ReaderContent::step(char c, char* slot) {
  const bool quoted = state_ == State::quoted && comments_ == 0;
  if (escaped_) {
    escaped_ = false;
    if (quoted) put(c, slot);
  } else if ((quoted || comments_ != 0) && c == '\\') {
    escaped_ = true;
  } else if (comments_ != 0) {
    if (c == '(') ++comments_;
    if (c == ')') --comments_;
  } else if (quoted) {
    if (c == '"') {
      state_ = State::skip;
    } else {
      put(c, slot);
    }
  } else if (c == '(' && state_ != State::token) {
    ++comments_;
    gap_ = true;
  } else if (c == ';') {
    end_value(slot);
    state_ = State::name;
    length_ = 0;
  } else if (wire::is_blank(c)) {
    if (state_ == State::token) state_ = State::skip;
    gap_ = true;
  } else {
    word(c);
    if (state_ == State::token) put(c, slot);
  }
}

// An octet that is neither blank nor of a comment, and stands in no quotes.
void ReaderContent::word(char c) {
  if (state_ == State::value) {
    state_ = c == '"' ? State::quoted : State::token;
  } else if (state_ == State::name && c == '=') {
    begin_value();
  } else if (state_ == State::first || state_ == State::name) {
    // "base 64" is not base64; but a type may have blanks round its slash.
    if (gap_ && length_ != 0 && c != '/' && !text().ends_with('/')) spell(' ');
    spell(wire::to_lower(c));
  }
  gap_ = false;
}

// The value of a parameter. Sections of a boundary (RFC 2231 3) count in their order: one out of turn makes it none,
// for half of one would be another.
void ReaderContent::begin_value() {
  state_ = State::value;
  const wire::SectionName name = wire::section_name(text());
  if (!is_type_ || length_ > max_word || name.stem != "boundary" || sections_ == all_sections) return;
  if (name.section > sections_) boundary_ = too_long;
  wanted_ = name.section == sections_;
  if (wanted_) sections_ = name.extended ? static_cast<std::uint8_t>(sections_ + 1) : all_sections;
  encoded_ = name.encoded;
  section_at_ = boundary_;
}

void ReaderContent::spell(char c) {
  if (length_ < max_word) word_[length_] = c;
  if (length_ <= max_word) ++length_;
}

void ReaderContent::put(char c, char* slot) {
  if (!wanted_ || boundary_ == too_long) return;
  if (boundary_ < max_boundary) slot[boundary_] = c;
  ++boundary_;
}

// RFC 2231 4, in place. Charset and language, in front of the first section, say nothing of a boundary's octets.
void ReaderContent::decode_section(char* slot) {
  char* to = slot + section_at_;
  std::string_view section(to, static_cast<std::size_t>(boundary_ - section_at_));
  const std::size_t charset = sections_ == 1 ? section.find('\'') : section.npos;
  const std::size_t language = charset == section.npos ? section.npos : section.find('\'', charset + 1);
  if (language != section.npos) section.remove_prefix(language + 1);
  while (!section.empty()) *to++ = wire::take_encoded(section);
  boundary_ = static_cast<std::uint8_t>(to - slot);
}

// Of the field's first word, or of a parameter.
void ReaderContent::end_value(char* slot) {
  if (wanted_ && encoded_ && boundary_ != too_long) decode_section(slot);
  wanted_ = false;
  const bool whole = length_ <= max_word;
  if (is_type_) {
    if (type_ == Type::none) type_ = type_named(text(), whole);
  } else if (!has_encoding_) {
    has_encoding_ = true;
    encoding_ = whole ? encoding_named(text()) : Encoding::unknown;
  }
}

// No boundary ends in a blank (RFC 2046 5.1.1).
void ReaderContent::end(char* slot) {
  end_value(slot);
  if (boundary_ == too_long) return;
  while (boundary_ != 0 && wire::is_blank(slot[boundary_ - 1])) --boundary_;
}

}  // namespace mailmote::mime
