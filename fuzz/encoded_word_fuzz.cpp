// Encoded words: whatever comes in, UTF-8 comes out, and a text that is encoded is legal and comes back.
#include <mailmote/wire/encoded_word.hpp>
#include <mailmote/wire/utf8.hpp>

#include "fuzz.hpp"

using namespace mailmote::wire;
using fuzz::expect;

namespace {

DecodedText decode(std::string_view header, const fuzz::Heap& room) {
  return decode_words(header, {room.data(), room.size()});
}

std::string encode(std::string_view text, std::size_t column) {
  EncodedWordEncoder words(text, column);
  std::string header;
  const fuzz::Heap room(EncodedWordEncoder::max_piece);
  for (std::size_t n = words.next({room.data(), room.size()}); n != 0; n = words.next({room.data(), room.size()}))
    header.append(room.data(), n);
  return header;
}

// Printable ASCII, in lines that begin with a blank and are no longer than they should be.
void check_lines(std::string_view header, std::size_t column, std::size_t most) {
  std::size_t size = column;
  for (std::size_t i = 0; i < header.size(); ++i, ++size) {
    if (header[i] == '\r') {
      expect(size <= most && i + 2 < header.size() && header[i + 1] == '\n');
      expect(header[i + 2] == ' ' || header[i + 2] == '\t');
      ++i;
      size = static_cast<std::size_t>(-1);
    } else {
      expect((header[i] >= ' ' && header[i] < 0x7f) || header[i] == '\t');
    }
  }
  expect(size <= most);
}

}  // namespace

void fuzz::run(std::string_view input) {
  Dice dice(input);
  const Heap enough(3 * input.size());
  const DecodedText all = decode(input, enough);
  expect(!all.cut && is_utf8(all.text));
  const Heap short_room(dice.from(0, all.text.size()));
  const DecodedText some = decode(input, short_room);
  expect(is_utf8(some.text) && all.text.starts_with(some.text));
  expect(some.cut == (some.text.size() < all.text.size()));
  expect(all.malformed || !some.malformed);
  const std::size_t word = encoded_word_size(input);
  expect(word <= input.size() && (word == 0 || (word >= 8 && input.substr(word - 2, 2) == "?=")));

  const std::size_t column = dice.from(0, 70);
  const std::string header = encode(input, column);
  const bool words = needs_encoded_words(input);
  check_lines(header, column, words ? 76 : 998);
  if (!is_utf8(input)) return;
  const Heap room(header.size() + 1);
  const DecodedText back = decode(header, room);
  const bool folded_first = words && header.starts_with("\r\n ");
  expect(!back.cut && back.text.substr(folded_first ? 1 : 0) == input);
}
