// Octets through a reader, and its events through a namer, to one text: "uid=7|subject=Hello|", NIL as "~". "part" and
// the like, which have no octets, stand alone. What comes in pieces is joined, and each piece has to have the same
// name.
//
//   struct Names { std::string operator()(const Event& e); };   // what the namer under test calls it; empty for none
//   named::check<Names>("* 1 FETCH (UID 7)\r\n", "uid=7|");
#pragma once

#include <mailmote/imap/reader.hpp>

#include <memory>
#include <string>

#include "../splits.hpp"

namespace named {

using mailmote::imap::Event;
using mailmote::imap::Form;
using mailmote::imap::Kind;
using mailmote::imap::Reader;

inline constexpr std::size_t smallest = 64;  // octets of scratch that a reader asks for

template <class Names>
class Log {
 public:
  explicit Log(std::size_t scratch) : scratch_(new char[scratch]), reader_(new Reader({scratch_.get(), scratch})) {}

  void feed(std::string_view in) {
    for (const Event* e = &reader_->next(in); e->kind != Kind::need_input; e = &reader_->next(in)) {
      REQUIRE(e->kind != Kind::failed);
      note(*e);
    }
    CHECK(in.empty());
  }
  const std::string& text() const { return text_; }

 private:
  void note(const Event& e) {
    const std::string name = names_(e);
    if (e.kind != Kind::value) {
      if (!name.empty()) text_ += name + "|";
      return;
    }
    if (within_) {
      CHECK(name == last_);
    } else if (!name.empty()) {
      text_ += name + "=";
    }
    last_ = name;
    within_ = !e.last;
    if (name.empty()) return;
    if (e.form == Form::nil) {
      text_ += '~';
    } else {
      text_.append(e.bytes);
    }
    if (e.last) text_ += '|';
  }

  std::unique_ptr<char[]> scratch_;
  std::unique_ptr<Reader> reader_;
  Names names_;
  std::string text_, last_;
  bool within_ = false;
};

template <class Names>
void check(std::string_view input, const std::string& expected, std::size_t scratch = smallest) {
  splits::same_everywhere(input, expected, [scratch] { return Log<Names>(scratch); });
}

}  // namespace named
