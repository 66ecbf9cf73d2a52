// Charsets: the first line names one, the rest is a text in it. However it is cut, the same well-formed UTF-8 comes
// out.
#include <mailmote/wire/charset.hpp>
#include <mailmote/wire/utf8.hpp>

#include "fuzz.hpp"

using namespace mailmote::wire;
using fuzz::expect;

namespace {

struct Decoded {
  std::string text;
  bool malformed = false;
};

class Run {
 public:
  explicit Run(std::string_view charset) { known_ = text_.begin(charset); }

  void feed(std::string_view in, std::size_t room) {
    while (known_ && !in.empty()) {
      const fuzz::Heap out(room);
      const Step step = text_.decode(in, {out.data(), out.size()});
      expect(step.taken <= in.size() && step.written <= room && (step.taken != 0 || step.written != 0));
      all_.append(out.data(), step.written);
      in.remove_prefix(step.taken);
    }
  }

  Decoded finish() {
    const fuzz::Heap out(CharsetDecoder::min_room);
    if (known_) all_.append(out.data(), text_.finish({out.data(), out.size()}));
    return {all_, text_.malformed()};
  }

 private:
  CharsetDecoder text_;
  bool known_;
  std::string all_;
};

}  // namespace

void fuzz::run(std::string_view input) {
  Dice dice(input);
  const std::size_t line = std::min(input.find('\n'), input.size());
  const std::string_view charset = input.substr(0, line);
  const std::string_view octets = input.substr(std::min(line + 1, input.size()));

  Run whole(charset), pieces(charset);
  whole.feed(octets, 3 * octets.size() + CharsetDecoder::min_room);
  in_pieces(octets, dice, [&](std::string_view piece) {
    pieces.feed(piece, dice.from(CharsetDecoder::min_room, CharsetDecoder::min_room + 9));
  });
  const Decoded once = whole.finish();
  const Decoded again = pieces.finish();
  expect(is_utf8(once.text) && once.text.size() <= 3 * octets.size());
  expect(once.text == again.text && once.malformed == again.malformed);
  if (charset_named(charset) == Charset::utf8) expect(once.malformed == !is_utf8(octets));
}
