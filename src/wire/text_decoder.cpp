// Texts in charsets to one text of UTF-8.
#include <mailmote/wire/text_decoder.hpp>

#include <cstring>

#include <mailmote/wire/ascii.hpp>

namespace mailmote::wire {

bool TextDecoder::begin(std::string_view charset) {
  end();
  if (decoder_.begin(charset)) return true;
  unknown_charset_ = true;
  static_cast<void>(decoder_.begin("utf-8"));
  return false;
}

void TextDecoder::put(std::string_view octets) {
  if (cut_) return;
  const Step step = decoder_.decode(octets, room_.subspan(size_));
  size_ += step.written;
  cut_ = step.taken != octets.size();
  malformed_ = malformed_ || decoder_.malformed();
}

void TextDecoder::end() {
  char last[CharsetDecoder::min_room];
  const std::size_t n = decoder_.finish(last);
  cut_ = cut_ || n > room_.size() - size_;
  if (cut_ || n == 0) return;
  malformed_ = true;
  std::memcpy(room_.data() + size_, last, n);
  size_ += n;
}

void TextDecoder::blank_controls() {
  for (char& c : room_.first(size_))
    if (is_control(c)) c = ' ';
}

}  // namespace mailmote::wire
