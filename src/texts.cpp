#include <mailmote/texts.hpp>

#include <cstring>

#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/encoded_word.hpp>
#include <mailmote/wire/utf8.hpp>

namespace mailmote {

namespace {

constexpr std::size_t most = 0xFFFF;

}  // namespace

Texts::Texts(std::span<char> memory, wire::CharsetConverter* charsets)
    : memory_(memory.data(), memory.size() < most ? memory.size() : most), charsets_(charsets) {}

void Texts::begin(unsigned level) {
  const std::uint16_t from = level == 0 ? std::uint16_t{0} : ends_[level < levels ? level - 1 : levels - 1];
  for (unsigned i = level; i < levels; ++i) ends_[i] = from;
  const std::size_t left = level < levels ? memory_.size() - from : 0;
  limit_ = static_cast<std::uint16_t>(from + left - left / 4);
  level_ = static_cast<std::uint8_t>(level < levels ? level : levels - 1);
  open();
}

void Texts::open() {
  start_ = end();
  cut_ = false;
}

void Texts::put(std::string_view octets) {
  while (!octets.empty()) {
    const wire::Utf8Front front = wire::utf8_front(octets);
    std::string_view point(octets.data(), front.size);
    octets.remove_prefix(front.size);
    if (front.form != wire::Utf8::whole) point = "\xEF\xBF\xBD";
    const std::span<char> to = room();
    if (cut_ || point.size() > to.size()) return filled(0, true);
    std::memcpy(to.data(), point.data(), point.size());
    filled(point.size(), false);
  }
}

void Texts::filled(std::size_t n, bool cut) {
  ends_[level_] = static_cast<std::uint16_t>(ends_[level_] + n);
  cut_ = cut_ || cut;
}

void Texts::put_header(std::string_view header) {
  if (cut_) return;
  const std::span<char> to = room();
  const wire::DecodedText decoded = wire::decode_words(header, to, charsets_);
  for (char& c : to.first(decoded.text.size()))
    if (wire::is_control(c)) c = ' ';
  filled(decoded.text.size(), decoded.cut);
}

void Texts::cut_to(std::size_t size) { ends_[level_] = static_cast<std::uint16_t>(start_ + size); }

}  // namespace mailmote
