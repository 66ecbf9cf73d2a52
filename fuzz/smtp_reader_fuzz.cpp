// SMTP replies: the same events whole and in pieces, nothing after a failure, nothing lost.
#include <mailmote/smtp/reader.hpp>

#include "fuzz.hpp"

namespace smtp = mailmote::smtp;

namespace {

class Log {
 public:
  explicit Log(std::size_t scratch) : scratch_(scratch), reader_({scratch_.data(), scratch_.size()}) {}

  void feed(std::string_view in) {
    if (failed) return;
    for (auto e = reader_.next(in); e.kind != smtp::Kind::need_input; e = reader_.next(in)) {
      failed = e.kind == smtp::Kind::failed;
      if (failed) return after_failure(in, e.text.size());
      note(e);
    }
    fuzz::expect(in.empty());
    fuzz::expect(reader_.fault() == smtp::Fault::none);
  }

  std::string events;
  bool failed = false;

 private:
  void note(const smtp::Event& e) {
    fuzz::expect(e.code >= 200 && e.code < 600);
    fuzz::expect(e.enhanced.status == 0 || e.enhanced.status == e.code / 100);
    fuzz::expect(e.text.find_first_of("\r\n") == std::string_view::npos);
    if (e.kind == smtp::Kind::end) {
      fuzz::expect(line_ended_ && !reader_.in_reply());
      line_ = 0;
    } else {
      fuzz::expect(e.line == line_ && e.line < smtp::Reader::max_lines && reader_.in_reply());
      line_ += e.last ? 1 : 0;
    }
    line_ended_ = e.kind == smtp::Kind::text && e.last;
    events += std::to_string(e.code) + (e.kind == smtp::Kind::end ? "=" : e.last ? "." : "+");
    events += std::to_string(e.enhanced.subject * 1000 + e.enhanced.detail);
    events.append(e.text).append("\n");
  }

  void after_failure(std::string_view in, std::size_t shown) {
    fuzz::expect(shown <= scratch_.size() || shown <= wire_line);
    events += "!" + std::to_string(static_cast<int>(reader_.fault()));
    for (int i = 0; i < 3; ++i) fuzz::expect(reader_.next(in).kind == smtp::Kind::failed);
  }

  static constexpr std::size_t wire_line = mailmote::wire::LineReader::max_line;
  fuzz::Heap scratch_;
  smtp::Reader reader_;
  int line_ = 0;
  bool line_ended_ = false;
};

}  // namespace

void fuzz::run(std::string_view input) {
  Dice dice(input);
  const std::size_t scratch = dice.from(32, 80);
  Log whole(scratch), pieces(scratch);
  whole.feed(Heap(input).view());
  in_pieces(input, dice, [&](std::string_view piece) { pieces.feed(piece); });
  expect(pieces.events == whole.events);
}
