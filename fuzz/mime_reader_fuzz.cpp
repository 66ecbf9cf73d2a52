// Messages: the same events whole and in pieces, parts that nest and are numbered in turn, and nothing lost: what is
// given raw stands in the input, in its order, and what is decoded is the same through little memory and through much.
#include <mailmote/mime/reader.hpp>

#include <vector>

#include "fuzz.hpp"

namespace mime = mailmote::mime;

namespace {

class Log {
 public:
  explicit Log(std::size_t scratch) : scratch_(scratch), reader_({scratch_.data(), scratch_.size()}) {}

  void feed(std::string_view in) {
    for (const auto* e = &reader_.next(in); e->kind != mime::Kind::need_input; e = &reader_.next(in)) {
      fuzz::expect(!mime::is_over(e->kind));  // no input is as long as a limit
      note(*e);
    }
    fuzz::expect(in.empty() && reader_.fault() == mime::Fault::none);
  }

  void finish() {
    for (const auto* e = &reader_.finish(); e->kind != mime::Kind::end; e = &reader_.finish()) {
      fuzz::expect(e->kind != mime::Kind::need_input && e->kind != mime::Kind::failed);
      note(*e);
    }
    fuzz::expect(begun_ && open_.empty() && first_ && !named_);
    fuzz::expect(reader_.finish().kind == mime::Kind::end);
    end_run();
  }

  std::string events;
  std::string raw;        // bodies that were given as they are, and what stands around parts
  std::string bodies;     // decoded, each with its end
  bool short_of = false;  // scratch: a part was not looked into

 private:
  struct Part {
    std::vector<std::uint16_t> path;
    mime::Content content = mime::Content::leaf;
    std::size_t parts = 0;
    bool in_header = true;
  };

  void note(const mime::Event& e) {
    fuzz::expect(first_ || e.kind == mime::Kind::value || e.kind == mime::Kind::stray);
    fuzz::expect(named_ == (e.kind == mime::Kind::value));
    const bool run = e.kind == mime::Kind::body || e.kind == mime::Kind::preamble || e.kind == mime::Kind::epilogue;
    if (!run || e.kind != run_) end_run();
    switch (e.kind) {
      case mime::Kind::part: return begin(e);
      case mime::Kind::name: return name(e);
      case mime::Kind::value:
      case mime::Kind::stray: return value(e);
      case mime::Kind::header_end: return header_end(e);
      case mime::Kind::part_end: return end(e);
      default: break;
    }
    fuzz::expect(run && !e.bytes.empty() && !open_.empty() && !open_.back().in_header && same_path(e));
    fuzz::expect((e.kind == mime::Kind::body) == (open_.back().content == mime::Content::leaf));
    run_ = e.kind;
    bytes(e);
    if (e.kind == mime::Kind::body) bodies.append(e.bytes);
    if (encoding_ == mime::Encoding::identity || encoding_ == mime::Encoding::unknown) raw.append(e.bytes);
  }

  void end_run() {
    if (run_ != mime::Kind::need_input) events += "|" + std::to_string(static_cast<int>(run_)) + "\n";
    run_ = mime::Kind::need_input;
  }

  bool same_path(const mime::Event& e) const {
    return std::equal(e.path.begin(), e.path.end(), open_.back().path.begin(), open_.back().path.end());
  }

  void begin(const mime::Event& e) {
    std::vector<std::uint16_t> path;
    if (begun_) {
      fuzz::expect(!open_.empty() && !open_.back().in_header && open_.back().content != mime::Content::leaf);
      Part& around = open_.back();
      path = around.path;
      ++around.parts;
      if (around.content == mime::Content::multipart) path.push_back(static_cast<std::uint16_t>(around.parts));
      fuzz::expect(e.is_message == (around.content == mime::Content::message));
      fuzz::expect(!e.is_message || around.parts == 1);
    } else {
      fuzz::expect(e.is_message);
    }
    begun_ = true;
    message_ = e.is_message;
    open_.push_back({path});
    fuzz::expect(same_path(e) && open_.size() <= mime::Reader::max_depth + 1);
    events += e.is_message ? "*\n" : "+\n";
  }

  void name(const mime::Event& e) {
    fuzz::expect(open_.back().in_header && !e.bytes.empty() && e.bytes.size() <= mime::Reader::max_name);
    for (const char c : e.bytes) fuzz::expect(c > ' ' && c <= '~' && c != ':');
    named_ = true;
    bytes(e);
    events += ":";
  }

  // What fits comes whole; what does not comes in pieces.
  void value(const mime::Event& e) {
    fuzz::expect(open_.back().in_header && e.bytes.find('\n') == e.bytes.npos);
    if (first_) size_ = 0;
    size_ += e.bytes.size();
    fuzz::expect(e.last ? first_ == (size_ <= reader_.room()) : e.bytes.size() == reader_.room());
    first_ = e.last;
    named_ = named_ && !e.last;
    bytes(e);
    if (e.last) events += e.kind == mime::Kind::value ? ".\n" : "?\n";
  }

  void header_end(const mime::Event& e) {
    Part& part = open_.back();
    fuzz::expect(part.in_header);
    part.in_header = false;
    if (e.path.size() != part.path.size()) {
      fuzz::expect(message_ && e.content != mime::Content::multipart);
      part.path.push_back(1);
    }
    fuzz::expect(same_path(e));
    fuzz::expect(e.flaw == mime::Flaw::none || e.content == mime::Content::leaf);
    part.content = e.content;
    encoding_ = e.encoding;
    short_of = short_of || e.flaw == mime::Flaw::scratch;
    say("=", e);
  }

  void end(const mime::Event& e) {
    fuzz::expect(!open_.empty() && !open_.back().in_header && same_path(e) && e.content == open_.back().content);
    fuzz::expect((e.flaw == mime::Flaw::no_parts) <= (open_.back().parts == 0));
    fuzz::expect(e.content != mime::Content::message || open_.back().parts == 1);
    open_.pop_back();
    encoding_ = mime::Encoding::identity;
    bodies += e.flaw == mime::Flaw::damaged ? "|damaged\n" : "|\n";
    say("-", e);
  }

  void say(const char* mark, const mime::Event& e) {
    events += mark;
    for (const std::uint16_t index : e.path) events += std::to_string(index) + ".";
    events += std::to_string(static_cast<int>(e.content)) + std::to_string(static_cast<int>(encoding_)) +
              std::to_string(static_cast<int>(e.flaw)) + "\n";
  }

  // Looked at, so that the sanitizer sees where they lie.
  void bytes(const mime::Event& e) { events.append(e.bytes); }

  fuzz::Heap scratch_;
  mime::Reader reader_;
  std::vector<Part> open_;
  mime::Kind run_ = mime::Kind::need_input;
  mime::Encoding encoding_ = mime::Encoding::identity;
  bool begun_ = false, message_ = false;
  bool first_ = true;   // no value is under way
  bool named_ = false;  // a value is due, or under way
  std::size_t size_ = 0;
};

// `part` is what is left of `whole` when some octets are taken away.
bool stands_in(std::string_view part, std::string_view whole) {
  std::size_t at = 0;
  for (const char c : whole)
    if (at != part.size() && part[at] == c) ++at;
  return at == part.size();
}

}  // namespace

void fuzz::run(std::string_view input) {
  Dice dice(input);
  const std::size_t scratch = dice.from(mime::Reader::min_scratch, 400);
  Log whole(scratch), pieces(scratch), octets(scratch), roomy(4096);
  whole.feed(Heap(input).view());
  whole.finish();
  expect(stands_in(whole.raw, input));
  in_pieces(input, dice, [&](std::string_view piece) { pieces.feed(piece); });
  pieces.finish();
  expect(pieces.events == whole.events);
  for (const char& c : input) octets.feed(Heap(std::string_view(&c, 1)).view());
  octets.finish();
  expect(octets.events == whole.events);
  roomy.feed(Heap(input).view());
  roomy.finish();
  expect(roomy.bodies == whole.bodies || whole.short_of);
}
