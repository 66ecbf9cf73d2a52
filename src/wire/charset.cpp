// Charsets to UTF-8.
#include <mailmote/wire/charset.hpp>

#include <mailmote/wire/utf8.hpp>
#include <mailmote/wire/words.hpp>

namespace mailmote::wire {
namespace {

// Two names for each.
constexpr auto names = make_words(
    "utf-8 us-ascii iso-8859-1 windows-1252 iso-8859-15 "
    "utf8 ascii latin1 cp1252 latin9 ");
constexpr std::array<Charset, 5> charsets = {Charset::utf8, Charset::ascii, Charset::windows_1252,
                                             Charset::windows_1252, Charset::iso_8859_15};

// 80..9F; 0: no character.
constexpr std::array<std::uint16_t, 32> windows_1252_high = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

// Where ISO-8859-15 is not ISO-8859-1.
struct Changed {
  std::uint8_t octet;
  std::uint16_t point;
};
constexpr Changed iso_8859_15_changed[] = {{0xa4, 0x20ac}, {0xa6, 0x0160}, {0xa8, 0x0161}, {0xb4, 0x017d},
                                           {0xb8, 0x017e}, {0xbc, 0x0152}, {0xbd, 0x0153}, {0xbe, 0x0178}};

// Of an octet above 127 in a charset of single octets; 0: no character. A C1 control is none.
char32_t point_of(std::uint8_t octet, Charset charset) {
  if (charset == Charset::ascii) return 0;
  if (charset == Charset::windows_1252) return octet >= 0xa0 ? octet : windows_1252_high[octet - 0x80U];
  for (const Changed& c : iso_8859_15_changed)
    if (c.octet == octet) return c.point;
  return octet >= 0xa0 ? octet : 0;
}

}  // namespace

Charset charset_named(std::string_view name) {
  const std::uint8_t index = names.index(name);
  return index == no_word ? Charset::unknown : charsets[index % charsets.size()];
}

bool CharsetDecoder::begin(std::string_view charset) {
  held_ = 0;
  malformed_ = false;
  charset_ = charset_named(charset);
  if (charset_ == Charset::unknown && other_ != nullptr && other_->begin(charset)) charset_ = Charset::converted;
  return charset_ != Charset::unknown;
}

Step CharsetDecoder::decode(std::string_view in, std::span<char> out) {
  if (charset_ == Charset::converted) return other_->decode(in, out);
  Step step;
  while (step.taken < in.size()) {
    const char c = in[step.taken];
    const Made made = make(c);
    if (made.size > out.size() - step.written) break;
    for (std::size_t i = 0; i < made.size; ++i) out[step.written++] = made.octets[i];
    malformed_ = malformed_ || made.malformed;
    if (made.size != 0) held_ = 0;
    if (made.taken && made.size == 0) point_[held_++] = c;
    step.taken += made.taken ? 1U : 0U;
  }
  return step;
}

std::size_t CharsetDecoder::finish(std::span<char> out) {
  if (charset_ == Charset::converted) return other_->finish(out);
  if (held_ == 0) return 0;
  held_ = 0;
  malformed_ = true;
  return put_utf8(replacement, out.first<4>());
}

bool CharsetDecoder::malformed() const { return charset_ == Charset::converted ? other_->malformed() : malformed_; }

CharsetDecoder::Made CharsetDecoder::make(char c) const {
  if (charset_ == Charset::utf8) return make_utf8(c);
  const auto octet = static_cast<std::uint8_t>(c);
  const char32_t point = octet < 0x80 ? octet : point_of(octet, charset_);
  const bool sound = point != 0 || octet == 0;
  Made made{{}, 0, true, !sound};
  made.size = static_cast<std::uint8_t>(put_utf8(sound ? point : replacement, made.octets));
  return made;
}

CharsetDecoder::Made CharsetDecoder::make_utf8(char c) const {
  Made made{point_, static_cast<std::uint8_t>(held_ + 1), true, false};
  made.octets[held_] = c;
  switch (utf8_front({made.octets.data(), made.size}).form) {
    case Utf8::whole: return made;
    case Utf8::partial: made.size = 0; return made;
    case Utf8::broken: break;
  }
  made.taken = held_ == 0;  // else c may begin something new
  made.malformed = true;
  made.size = static_cast<std::uint8_t>(put_utf8(replacement, made.octets));
  return made;
}

}  // namespace mailmote::wire
