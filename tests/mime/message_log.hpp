// What a mime::Reader says, in a compact notation; every event is checked against those before it.
//
//   "*" "*2"  "+1.2"                       a message begins, a part
//   " Subject=a b"  " ?junk"               a field, a stray line
//   " :1.2 base64"  " : multipart"         the header is over: section, content and encoding, where they are not the
//                                          usual; behind it a flaw, as "!depth"
//   " [hello]"  " <hello>"  " >hello<"     body, preamble, epilogue
//   "-1.2"                                 a part ends; behind it a flaw
//   "."  "!length"                         the end; failed
//
// Pieces are joined; a value that came in pieces has a `~` in front.
#pragma once

#include <doctest/doctest.h>

#include <mailmote/mime/reader.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace message_log {

using mailmote::mime::Content;
using mailmote::mime::Encoding;
using mailmote::mime::Event;
using mailmote::mime::Fault;
using mailmote::mime::Flaw;
using mailmote::mime::Kind;
using mailmote::mime::Reader;

inline std::string name(Content content) {
  static constexpr const char* names[] = {"", " multipart", " message"};
  return names[static_cast<std::size_t>(content)];
}

inline std::string name(Encoding encoding) {
  static constexpr const char* names[] = {"", " qp", " base64", " unknown"};
  return names[static_cast<std::size_t>(encoding)];
}

inline std::string name(Flaw flaw) {
  static constexpr const char* names[] = {"",         "!boundary", "!encoded",  "!depth",
                                          "!scratch", "!damaged",  "!no_parts", "!unclosed"};
  return names[static_cast<std::size_t>(flaw)];
}

inline std::string name(Fault fault) {
  static constexpr const char* names[] = {"none", "length", "index"};
  return names[static_cast<std::size_t>(fault)];
}

inline std::string section(const Event& e) {
  std::string path;
  for (const std::uint16_t index : e.path) path += (path.empty() ? "" : ".") + std::to_string(index);
  return path;
}

class Log {
 public:
  explicit Log(std::size_t scratch = Reader::min_scratch)
      : scratch_(new char[scratch]), reader_(new Reader({scratch_.get(), scratch})) {}

  void feed(std::string_view in) {
    for (const Event* e = &reader_->next(in); e->kind != Kind::need_input; e = &reader_->next(in)) {
      if (e->kind == Kind::failed) return fail();
      REQUIRE(e->kind != Kind::end);
      note(*e);
    }
    REQUIRE(in.empty());
  }

  // The message is over.
  std::string text() {
    while (!over_) {
      const Event& e = reader_->finish();
      REQUIRE(e.kind != Kind::need_input);
      if (e.kind == Kind::failed) {
        fail();
      } else {
        note(e);
      }
    }
    return text_;
  }

  // So far, and the message is not over.
  std::string so_far() const { return text_; }

 private:
  void fail() {
    CHECK(reader_->fault() != Fault::none);
    if (!over_) say("!" + name(reader_->fault()), "");
    over_ = true;
  }

  void note(const Event& e) {
    REQUIRE_FALSE(over_);
    CHECK(reader_->fault() == Fault::none);
    REQUIRE((first_ || e.kind == Kind::value || e.kind == Kind::stray));
    REQUIRE((e.kind == Kind::value) == named_);
    switch (e.kind) {
      case Kind::part: begin(e); break;
      case Kind::name:
        named_ = true;
        name_ = std::string(e.bytes);
        REQUIRE_FALSE(name_.empty());
        break;
      case Kind::value: return piece(e, name_ + "=");
      case Kind::stray: return piece(e, "?");
      case Kind::header_end: header_end(e); break;
      case Kind::body: return run(e, " [", "]");
      case Kind::preamble: return run(e, " <", ">");
      case Kind::epilogue: return run(e, " >", "<");
      case Kind::part_end: end(e); break;
      case Kind::end:
        REQUIRE(open_.empty());
        CHECK(e.path.empty());
        say(".", "");
        over_ = true;
        break;
      default: FAIL("no event");
    }
  }

  void begin(const Event& e) {
    say(std::string(open_.empty() ? "" : " ") + (e.is_message ? "*" : "+") + section(e), "");
    open_.push_back(section(e));
    in_header_ = true;
  }

  void piece(const Event& e, const std::string& front) {
    REQUIRE(in_header_);
    if (first_) value_.clear();
    const std::size_t before = value_.size();
    value_ += std::string(e.bytes);
    CHECK(e.bytes.find('\n') == e.bytes.npos);
    bool ascii = true;
    for (const char c : e.bytes) ascii = ascii && (static_cast<unsigned char>(c) & 0x80U) == 0;
    CHECK(e.ascii == ascii);
    if (!e.last) CHECK(e.bytes.size() == reader_->room());
    // What fits comes whole.
    if (e.last) CHECK((before == 0) == (value_.size() <= reader_->room()));
    const bool whole = first_;
    first_ = e.last;
    named_ = named_ && !e.last;
    if (e.last) say(" " + std::string(whole ? "" : "~") + front + value_, "");
  }

  void header_end(const Event& e) {
    REQUIRE(in_header_);
    in_header_ = false;
    const std::string at = section(e);
    if (e.content == Content::multipart) CHECK(e.encoding == Encoding::identity);
    open_.back() = at;
    say(" :" + at + name(e.content) + name(e.encoding) + name(e.flaw), "");
  }

  void run(const Event& e, const std::string& front, const std::string& back) {
    REQUIRE_FALSE(in_header_);
    REQUIRE_FALSE(e.bytes.empty());
    CHECK(section(e) == open_.back());
    if (back_ != back) say(front, back);
    text_ += std::string(e.bytes);
  }

  void end(const Event& e) {
    REQUIRE_FALSE(in_header_);
    REQUIRE_FALSE(open_.empty());
    CHECK(section(e) == open_.back());
    say(" -" + open_.back() + name(e.flaw), "");
    open_.pop_back();
  }

  // `back` is due once something else is said.
  void say(const std::string& words, const std::string& back) {
    text_ += back_ + words;
    back_ = back;
  }

  std::unique_ptr<char[]> scratch_;
  std::unique_ptr<Reader> reader_;
  std::string text_, back_, name_, value_;
  std::vector<std::string> open_;  // sections
  bool over_ = false, in_header_ = false;
  bool first_ = true;   // no value is under way
  bool named_ = false;  // a name was given, and its value is due or under way
};

}  // namespace message_log
