// Mailbox names: whatever comes in, a valid name is UTF-8 that comes back as the same octets, and in less room the
// beginning of it is the same.
#include <mailmote/wire/utf7.hpp>
#include <mailmote/wire/utf8.hpp>

#include "fuzz.hpp"

using namespace mailmote::wire;
using fuzz::expect;

namespace {

std::string encode(std::string_view name) {
  const fuzz::Heap exact(name);
  Utf7Encoder encoder(exact.view());
  std::string text;
  for (int octet = encoder.next(); octet != Utf7Encoder::end; octet = encoder.next()) {
    expect(octet >= 0x20 && octet < 0x7f);
    text += static_cast<char>(octet);
  }
  return text;
}

DecodedName decode(std::string_view name, const fuzz::Heap& room) {
  return decode_utf7(name, {room.data(), room.size()});
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

void check_decoder(std::string_view name, fuzz::Dice& dice) {
  const fuzz::Heap enough(3 * name.size());
  const DecodedName all = decode(name, enough);
  expect(!all.cut);
  if (!all.valid) expect(all.text == name);
  if (all.valid) {
    expect(Utf7Encoder::takes(all.text));
    expect(is_ascii(name) ? encode(all.text) == name : all.text == name);
  }
  const fuzz::Heap short_room(dice.from(0, all.text.size()));
  const DecodedName some = decode(name, short_room);
  expect(some.valid == all.valid && all.text.starts_with(some.text));
  expect(some.cut == (short_room.size() < all.text.size()));
  if (some.valid) expect(is_utf8(some.text) && short_room.size() - some.text.size() < 4);
}

void check_encoder(std::string_view name) {
  if (!Utf7Encoder::takes(name)) {
    encode(name);  // means nothing, and ends
    return;
  }
  const std::string octets = encode(name);
  const fuzz::Heap room(name.size());
  const DecodedName back = decode(octets, room);
  expect(back.valid && !back.cut && back.text == name);
}

}  // namespace

void fuzz::run(std::string_view input) {
  Dice dice(input);
  check_decoder(input, dice);
  check_encoder(input);
}
