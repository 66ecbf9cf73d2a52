// What an imap::Reader says, in a compact notation; every event is checked against those before it.
//
//   "* fetch 12", "* other/XFOO", "A1 ok", "+"    a response begins
//   " 0(" " 0)"   " 0[" " 0]"                     a list or a code at {0} opens, closes
//   " 0.1=UID" " 0.1=nil" " 0.1="x"" " 0.1={x}"   a value at {0, 1}: atom, NIL, quoted, literal
//   " |done"                                      text
//   "\n" " ?\n"                                   the end; the end of one that is not sound
//   "!depth"                                      failed
//
// Pieces are joined, with a `~` in front: what came whole has none.
#pragma once

#include <doctest/doctest.h>

#include <mailmote/imap/reader.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace event_log {

using mailmote::imap::Event;
using mailmote::imap::Fault;
using mailmote::imap::Form;
using mailmote::imap::Kind;
using mailmote::imap::Line;
using mailmote::imap::Reader;
using mailmote::imap::Response;

inline constexpr std::size_t smallest = 64;  // octets of scratch

inline std::string name(Response response) {
  static constexpr const char* names[] = {"other",      "ok",       "no",      "bad",   "bye",    "preauth",
                                          "capability", "enabled",  "list",    "lsub",  "xlist",  "name_space",
                                          "status",     "search",   "esearch", "flags", "exists", "recent",
                                          "expunge",    "vanished", "fetch",   "id"};
  return names[static_cast<std::size_t>(response)];
}

inline std::string name(Fault fault) {
  static constexpr const char* names[] = {"none",   "syntax",         "tag",  "line_end", "literal", "depth",
                                          "length", "literal_length", "index"};
  return names[static_cast<std::size_t>(fault)];
}

class Log {
 public:
  explicit Log(std::size_t scratch = smallest)
      : scratch_(new char[scratch]), room_(scratch), reader_(new Reader({scratch_.get(), scratch})) {}

  void feed(std::string_view in) {
    for (const Event* e = &reader_->next(in); e->kind != Kind::need_input; e = &reader_->next(in)) {
      if (e->kind == Kind::failed) {
        CHECK(reader_->fault() != Fault::none);
        if (!failed_) text_ += "!" + name(reader_->fault());
        failed_ = true;
        return;
      }
      REQUIRE_FALSE(failed_);
      REQUIRE(reader_->fault() == Fault::none);
      CHECK(reader_->in_response() == (e->kind != Kind::end));
      note(*e);
    }
    CHECK(in.empty());
  }

  std::string text() const { return text_; }
  bool failed() const { return failed_; }
  bool in_response() const { return reader_->in_response(); }
  std::size_t responses() const { return responses_; }

 private:
  void note(const Event& e) {
    switch (e.kind) {
      case Kind::begin: begin(e); break;
      case Kind::open:
        text_ += " " + position(e) + "(";
        ++lists_;
        break;
      case Kind::close:
        text_ += " " + position(e) + ")";
        REQUIRE(lists_ != 0);
        --lists_;
        break;
      case Kind::code: text_ += " " + position(e) + "["; break;
      case Kind::code_end: text_ += " " + position(e) + "]"; break;
      case Kind::value: piece(e, " " + position(e) + "=", open_mark(e.form), close_mark(e.form)); break;
      case Kind::text: piece(e, " ", "|", ""); break;
      case Kind::end:
        if (e.sound) CHECK(lists_ == 0);
        text_ += e.sound ? "\n" : " ?\n";
        lists_ = 0;
        ++responses_;
        break;
      default: FAIL("no event");
    }
    REQUIRE((first_ || e.kind == Kind::value || e.kind == Kind::text));
  }

  void begin(const Event& e) {
    text_ += e.line == Line::untagged ? "*" : e.line == Line::continuation ? "+" : std::string(e.tag);
    if (e.line != Line::continuation) text_ += " " + name(e.response);
    if (e.response == Response::other && !e.bytes.empty()) text_ += "/" + std::string(e.bytes);
    if (e.number != 0) text_ += " " + std::to_string(e.number);
    CHECK((e.line == Line::tagged) == !e.tag.empty());
    CHECK(e.sound);
  }

  // The whole, or a piece: one that is not the last has another behind it, of the same kind.
  void piece(const Event& e, const std::string& front, const std::string& opening, const std::string& closing) {
    if (first_) text_ += (e.last ? "" : " ~") + front + opening;
    if (!first_) CHECK(e.form == form_);
    if (e.kind == Kind::value && e.form == Form::literal) {
      if (!first_) CHECK(left_ == e.left + e.bytes.size());
      left_ = e.left;
      CHECK((e.left == 0) == e.last);
    } else {
      CHECK(e.left == 0);
    }
    size_ = (first_ ? 0 : size_) + e.bytes.size() + (e.form == Form::literal ? static_cast<std::size_t>(e.left) : 0);
    if (first_) CHECK((size_ <= room_ || !e.last));
    text_.append(e.bytes);
    if (e.last) text_ += closing;
    form_ = e.form;
    // What fits scratch comes whole.
    if (e.last && !first_) CHECK(size_ > room_);
    first_ = e.last;
  }

  static std::string open_mark(Form form) { return form == Form::quoted ? "\"" : form == Form::literal ? "{" : ""; }
  static std::string close_mark(Form form) {
    return form == Form::quoted ? "\"" : form == Form::literal ? "}" : form == Form::nil ? "/nil" : "";
  }

  static std::string position(const Event& e) {
    std::string path;
    for (const std::uint16_t index : e.path) path += (path.empty() ? "" : ".") + std::to_string(index);
    return path;
  }

  std::unique_ptr<char[]> scratch_;
  std::size_t room_;
  std::unique_ptr<Reader> reader_;
  std::string text_;
  bool failed_ = false;
  std::size_t responses_ = 0, lists_ = 0, size_ = 0;
  bool first_ = true;  // the next value or text begins
  Form form_ = Form::atom;
  std::uint64_t left_ = 0;
};

}  // namespace event_log
