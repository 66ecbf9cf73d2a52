// The dot codec: pieces and room make no difference, what is encoded cannot end early, and comes back.
#include <mailmote/wire/dot.hpp>

#include "fuzz.hpp"

using namespace mailmote::wire;
using fuzz::expect;

namespace {

struct Decoded {
  std::string text;
  std::string rest;  // behind the end
  bool ended = false;
};

void decode(DotDecoder& decoder, std::string_view in, Decoded& to) {
  for (auto e = decoder.next(in); e.kind != DotDecoder::Kind::need_input; e = decoder.next(in)) {
    if (e.kind == DotDecoder::Kind::end) {
      to.ended = true;
      to.rest += in;
      return;
    }
    expect(!e.text.empty());
    to.text += e.text;
  }
  expect(in.empty());
}

Decoded decode_whole(std::string_view in) {
  DotDecoder decoder;
  Decoded to;
  decode(decoder, in, to);
  return to;
}

std::string encode_in_pieces(std::string_view text, fuzz::Dice& dice) {
  DotEncoder encoder;
  std::string out;
  fuzz::in_pieces(text, dice, [&](std::string_view piece) {
    while (!piece.empty()) {
      const fuzz::Heap room(dice.from(DotEncoder::min_room, 20));
      const Step step = encoder.encode(piece, {room.data(), room.size()});
      expect(step.taken != 0);
      out.append(room.data(), step.written);
      piece.remove_prefix(step.taken);
    }
  });
  char end[DotEncoder::finish_room];
  return out.append(end, encoder.finish(end));
}

std::string encode_whole(std::string_view text) {
  const fuzz::Heap room(2 * text.size());
  DotEncoder encoder;
  const Step step = encoder.encode(text, {room.data(), room.size()});
  expect(step.taken == text.size());
  char end[DotEncoder::finish_room];
  const std::size_t n = encoder.finish(end);
  return std::string(room.data(), step.written).append(end, n);
}

// The text staged in the upper half of the room that it is encoded into.
std::string encode_in_place(std::string_view text, bool odd) {
  const fuzz::Heap room(2 * text.size() + (odd ? 1 : 0));
  char* const staged = room.data() + room.size() / 2;
  if (!text.empty()) std::memcpy(staged, text.data(), text.size());
  DotEncoder encoder;
  const Step step = encoder.encode({staged, text.size()}, {room.data(), room.size()});
  expect(step.taken == text.size());
  char end[DotEncoder::finish_room];
  const std::size_t n = encoder.finish(end);
  return std::string(room.data(), step.written).append(end, n);
}

std::string with_crlf(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool crlf = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    out += text[i] == '\r' || text[i] == '\n' ? std::string("\r\n") : std::string(1, text[i]);
    if (crlf) ++i;
  }
  const bool ended = out.empty() || out.back() == '\n';
  return ended ? out : out + "\r\n";
}

}  // namespace

void fuzz::run(std::string_view input) {
  Dice dice(input);
  const Decoded whole = decode_whole(input);
  Decoded pieces;
  DotDecoder decoder;
  in_pieces(input, dice, [&](std::string_view piece) { decode(decoder, piece, pieces); });
  expect(pieces.text == whole.text && pieces.rest == whole.rest && pieces.ended == whole.ended);

  const std::string encoded = encode_whole(input);
  expect(encode_in_pieces(input, dice) == encoded);
  expect(encode_in_place(input, false) == encoded);
  expect(encode_in_place(input, true) == encoded);
  const Decoded back = decode_whole(encoded);
  expect(back.ended && back.rest.empty() && back.text == with_crlf(input));
}
