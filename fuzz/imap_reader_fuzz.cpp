// IMAP responses: the same events whole and in pieces, positions that follow from each other, nothing after a failure.
#include <mailmote/imap/reader.hpp>

#include <vector>

#include "fuzz.hpp"

namespace imap = mailmote::imap;

namespace {

// Where a sound response may go on: what the lists that are open say.
class Positions {
 public:
  void begin() { next_.assign(1, 0); }
  void open(const imap::Event& e) {
    value(e);
    next_.push_back(0);
    fuzz::expect(next_.size() <= imap::Reader::max_depth + 1);
  }
  void close(const imap::Event& e) {
    next_.pop_back();
    fuzz::expect(!next_.empty() && e.path.size() == next_.size());
    for (std::size_t i = 0; i < next_.size(); ++i) fuzz::expect(e.path[i] + 1U == next_[i]);
  }
  void value(const imap::Event& e) {
    ++next_.back();
    same(e);
  }
  // A piece that goes on stands where it began.
  void same(const imap::Event& e) const {
    fuzz::expect(e.path.size() == next_.size());
    for (std::size_t i = 0; i < next_.size(); ++i) fuzz::expect(e.path[i] + 1U == next_[i]);
  }
  std::size_t depth() const { return next_.size() - 1; }

 private:
  std::vector<std::size_t> next_;  // per open list: how many values it has
};

class Log {
 public:
  explicit Log(std::size_t scratch) : scratch_(scratch), reader_({scratch_.data(), scratch_.size()}) {}

  void feed(std::string_view in) {
    if (failed) return;
    for (const auto* e = &reader_.next(in); e->kind != imap::Kind::need_input; e = &reader_.next(in)) {
      failed = e->kind == imap::Kind::failed;
      if (failed) return after_failure(in);
      fuzz::expect(reader_.in_response() == (e->kind != imap::Kind::end));
      note(*e);
    }
    fuzz::expect(in.empty() && reader_.fault() == imap::Fault::none);
    fuzz::expect(reader_.in_response() || between_);
  }

  std::string events;
  bool failed = false;

 private:
  void note(const imap::Event& e) {
    fuzz::expect(between_ == (e.kind == imap::Kind::begin));
    fuzz::expect(first_ || e.kind == kind_);
    kind_ = e.kind;
    switch (e.kind) {
      case imap::Kind::begin: begin(e); break;
      case imap::Kind::open: positions_.open(e); break;
      case imap::Kind::close: positions_.close(e); break;
      case imap::Kind::code: code(e); break;
      case imap::Kind::code_end: code_end(e); break;
      case imap::Kind::value: value(e); break;
      case imap::Kind::text: text(e); break;
      case imap::Kind::end: end(e); break;
      default: fuzz::expect(false);
    }
    if (first_) events += "@" + std::to_string(static_cast<int>(e.kind)) + place(e);
  }

  void begin(const imap::Event& e) {
    fuzz::expect(e.sound && (e.line == imap::Line::tagged) == !e.tag.empty());
    fuzz::expect(e.line != imap::Line::continuation || e.bytes.empty());
    fuzz::expect(e.number == 0 || e.line == imap::Line::untagged);
    positions_.begin();
    between_ = in_code_ = had_text_ = false;
    events.append(e.tag).append(" ").append(e.bytes);
    events += " " + std::to_string(static_cast<int>(e.line)) + std::to_string(static_cast<int>(e.response)) + " " +
              std::to_string(e.number);
  }

  void code(const imap::Event& e) {
    fuzz::expect(!in_code_ && !had_text_ && positions_.depth() == 0);
    positions_.open(e);
    in_code_ = true;
  }

  void code_end(const imap::Event& e) {
    fuzz::expect(in_code_ && positions_.depth() == 1);
    positions_.close(e);
    in_code_ = false;
  }

  void value(const imap::Event& e) {
    fuzz::expect(!had_text_);
    if (first_) positions_.value(e);
    positions_.same(e);
    fuzz::expect(first_ || e.form == form_);
    if (e.form == imap::Form::literal) {
      fuzz::expect(first_ || left_ == e.left + e.bytes.size());
      fuzz::expect((e.left == 0) == e.last);
      left_ = e.left;
    } else {
      fuzz::expect(e.left == 0);
    }
    fuzz::expect(e.form != imap::Form::nil || e.bytes.size() == 3);
    form_ = e.form;
    piece(e);
  }

  void text(const imap::Event& e) {
    fuzz::expect(!in_code_ && !(first_ && had_text_));
    fuzz::expect(e.bytes.find_first_of("\r\n") == std::string_view::npos);
    had_text_ = true;
    piece(e);
  }

  // What fits scratch comes whole; what does not comes in pieces.
  void piece(const imap::Event& e) {
    if (first_) size_ = 0;
    size_ += e.bytes.size();
    if (first_) fuzz::expect(!e.last || size_ <= scratch_.size());
    if (!first_ && e.last) fuzz::expect(size_ > scratch_.size());
    events.append(e.bytes);
    first_ = e.last;
    if (e.last) events += "." + std::to_string(static_cast<int>(e.form)) + (size_ <= scratch_.size() ? "" : "~");
  }

  void end(const imap::Event& e) {
    fuzz::expect(!e.sound || (positions_.depth() == 0 && !in_code_));
    between_ = true;
    events += e.sound ? "=\n" : "?\n";
  }

  void after_failure(std::string_view in) {
    fuzz::expect(reader_.fault() != imap::Fault::none);
    events += "!" + std::to_string(static_cast<int>(reader_.fault()));
    for (int i = 0; i < 3; ++i) fuzz::expect(reader_.next(in).kind == imap::Kind::failed);
    std::string_view nothing;
    fuzz::expect(reader_.next(nothing).kind == imap::Kind::failed);
  }

  static std::string place(const imap::Event& e) {
    if (e.kind == imap::Kind::begin || e.kind == imap::Kind::text || e.kind == imap::Kind::end) return "";
    std::string path;
    for (const std::uint16_t index : e.path) path += "." + std::to_string(index);
    return path;
  }

  fuzz::Heap scratch_;
  imap::Reader reader_;
  Positions positions_;
  bool between_ = true;  // responses
  bool in_code_ = false, had_text_ = false;
  bool first_ = true;  // no value or text is under way
  imap::Kind kind_ = imap::Kind::end;
  imap::Form form_ = imap::Form::atom;
  std::uint64_t left_ = 0;
  std::size_t size_ = 0;
};

}  // namespace

void fuzz::run(std::string_view input) {
  Dice dice(input);
  const std::size_t scratch = dice.from(64, 100);
  Log whole(scratch), pieces(scratch), octets(scratch);
  whole.feed(Heap(input).view());
  in_pieces(input, dice, [&](std::string_view piece) { pieces.feed(piece); });
  expect(pieces.events == whole.events);
  for (const char& c : input) octets.feed(Heap(std::string_view(&c, 1)).view());
  expect(octets.events == whole.events);
}
