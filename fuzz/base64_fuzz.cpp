// Base64: pieces and room make no difference, octets come back, and strict text has one form only.
#include <mailmote/wire/base64.hpp>

#include "fuzz.hpp"

using namespace mailmote::wire;
using fuzz::expect;
using Form = Base64Decoder::Form;

namespace {

struct Decoded {
  std::string octets;
  bool failed = false, skipped = false, complete = false;
  bool operator==(const Decoded&) const = default;
};

void decode(Base64Decoder& decoder, std::string_view in, std::size_t room_size, Decoded& to) {
  while (!in.empty() && !decoder.failed()) {
    const fuzz::Heap room(room_size);
    const Step step = decoder.decode(in, {room.data(), room.size()});
    expect(step.taken != 0 || decoder.failed());
    to.octets.append(room.data(), step.written);
    in.remove_prefix(step.taken);
  }
  to.failed = decoder.failed();
  to.skipped = decoder.skipped();
  to.complete = decoder.complete();
}

std::string encode(std::string_view octets, std::size_t line, fuzz::Dice& dice) {
  Base64Lines encoder(line);
  std::string out;
  fuzz::in_pieces(octets, dice, [&](std::string_view piece) {
    while (!piece.empty()) {
      const fuzz::Heap room(dice.from(Base64Lines::min_room, 90));
      const Step step = encoder.encode(piece, {room.data(), room.size()});
      expect(step.taken != 0);
      out.append(room.data(), step.written);
      piece.remove_prefix(step.taken);
    }
  });
  char end[Base64Lines::finish_room];
  return out.append(end, encoder.finish(end));
}

}  // namespace

void fuzz::run(std::string_view input) {
  Dice dice(input);
  for (const Form form : {Form::strict, Form::lenient}) {
    Base64Decoder at_once(form);
    Decoded whole;
    whole.complete = true;
    decode(at_once, input, input.size() + 1, whole);
    Base64Decoder slowly(form);
    Decoded pieces;
    pieces.complete = true;
    in_pieces(input, dice, [&](std::string_view piece) { decode(slowly, piece, dice.from(1, 5), pieces); });
    expect(pieces == whole);
    if (form == Form::strict && whole.complete) expect(encode(whole.octets, 0, dice) == input);
  }
  for (const std::size_t line : {std::size_t{0}, std::size_t{4}, mime_line}) {
    const std::string text = encode(input, line, dice);
    expect(text.size() == base64_length(input.size(), line));
    Base64Decoder decoder(line == 0 ? Form::strict : Form::lenient);
    Decoded back;
    back.complete = true;
    decode(decoder, text, text.size() + 1, back);
    expect(back.octets == input && back.complete && !back.skipped);
  }
}
