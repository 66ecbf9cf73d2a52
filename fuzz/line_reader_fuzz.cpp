// Lines: the same events whole and in pieces, and nothing lost between them.
#include <mailmote/wire/line_reader.hpp>

#include "fuzz.hpp"

using mailmote::wire::LineReader;

namespace {

class Log {
 public:
  explicit Log(std::size_t scratch) : scratch_(scratch), lines_({scratch_.data(), scratch_.size()}) {}

  void feed(std::string_view in) {
    for (auto e = lines_.next(in); e.kind != LineReader::Kind::need_input; e = lines_.next(in)) {
      fuzz::expect(e.text.size() <= scratch_.size() || e.last);
      fuzz::expect(e.text.find_first_of("\r\n") == std::string_view::npos);
      text.append(e.text).append(e.last ? "\r\n" : "");
      events.append(std::to_string(static_cast<int>(e.kind))).append(e.last ? "." : "+").append(e.text);
      failed = e.kind != LineReader::Kind::line;
      if (failed) return;
    }
    fuzz::expect(in.empty());
  }

  std::string text, events;
  bool failed = false;

 private:
  fuzz::Heap scratch_;
  LineReader lines_;
};

}  // namespace

void fuzz::run(std::string_view input) {
  Dice dice(input);
  const std::size_t scratch = dice.from(32, 80);
  Log whole(scratch);
  whole.feed(input);
  fuzz::expect(whole.failed ? input.substr(0, whole.text.size() - 2) == whole.text.substr(0, whole.text.size() - 2)
                            : input.substr(0, whole.text.size()) == whole.text);

  Log pieces(scratch);
  in_pieces(input, dice, [&](std::string_view piece) {
    if (!pieces.failed) pieces.feed(piece);
  });
  expect(pieces.events == whole.events);
}
