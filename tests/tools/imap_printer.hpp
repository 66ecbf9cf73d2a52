// IMAP responses as text.
//
//   begin untagged fetch 12 "FETCH"     response, number, keyword
//   begin tagged ok "A1" "OK"           response, tag, keyword
//   begin continuation
//   open 0                              '(', and where it stands: 1.0 is the first value of the list at 1
//   close 0
//   code 0                              '[' of a response code
//   code_end 0
//   value 0.1 atom "7"                  position, form (atom, nil, quoted, literal), octets
//   text "done"
//   end                                 `end unsound` if the lists did not balance
#pragma once

#include <mailmote/imap/reader.hpp>

#include <vector>

#include "printer.hpp"

namespace printer {

class Imap final : public Printer {
 public:
  static constexpr std::size_t least_scratch = 64;

  explicit Imap(std::size_t scratch) : scratch_(scratch), reader_(scratch_) {}

  bool feed(std::string_view in) override {
    for (;;) {
      const Event& e = reader_.next(in);
      if (e.kind == Kind::need_input) return true;
      if (e.kind == Kind::failed) {
        line("failed " + name(reader_.fault()));
        return false;
      }
      print(e);
    }
  }
  bool in_middle() const override { return reader_.in_response(); }

 private:
  using Event = mailmote::imap::Event;
  using Fault = mailmote::imap::Fault;
  using Form = mailmote::imap::Form;
  using Kind = mailmote::imap::Kind;
  using Line = mailmote::imap::Line;
  using Response = mailmote::imap::Response;

  void print(const Event& e) {
    switch (e.kind) {
      case Kind::begin: return line("begin " + beginning(e));
      case Kind::open: return line("open " + position(e));
      case Kind::close: return line("close " + position(e));
      case Kind::code: return line("code " + position(e));
      case Kind::code_end: return line("code_end " + position(e));
      case Kind::end: return line(e.sound ? "end" : "end unsound");
      default: break;
    }
    value_.append(e.bytes);
    if (!e.last) return;
    line((e.kind == Kind::text ? "text " : "value " + position(e) + " " + name(e.form) + " ") + quoted(value_));
    value_.clear();
  }

  static std::string beginning(const Event& e) {
    if (e.line == Line::continuation) return "continuation";
    if (e.line == Line::tagged) return "tagged " + name(e.response) + " " + quoted(e.tag) + " " + quoted(e.bytes);
    return "untagged " + name(e.response) + " " + std::to_string(e.number) + " " + quoted(e.bytes);
  }

  static std::string position(const Event& e) {
    std::string path;
    for (const std::uint16_t index : e.path) path += (path.empty() ? "" : ".") + std::to_string(index);
    return path;
  }

  static std::string name(Form form) {
    switch (form) {
      case Form::atom: return "atom";
      case Form::nil: return "nil";
      case Form::quoted: return "quoted";
      case Form::literal: return "literal";
    }
    return "";
  }

  static std::string name(Response response) {
    switch (response) {
      case Response::other: return "other";
      case Response::ok: return "ok";
      case Response::no: return "no";
      case Response::bad: return "bad";
      case Response::bye: return "bye";
      case Response::preauth: return "preauth";
      case Response::capability: return "capability";
      case Response::enabled: return "enabled";
      case Response::list: return "list";
      case Response::lsub: return "lsub";
      case Response::xlist: return "xlist";
      case Response::name_space: return "name_space";
      case Response::status: return "status";
      case Response::search: return "search";
      case Response::esearch: return "esearch";
      case Response::flags: return "flags";
      case Response::exists: return "exists";
      case Response::recent: return "recent";
      case Response::expunge: return "expunge";
      case Response::vanished: return "vanished";
      case Response::fetch: return "fetch";
      case Response::id: return "id";
    }
    return "";
  }

  static std::string name(Fault fault) {
    switch (fault) {
      case Fault::none: break;
      case Fault::syntax: return "syntax";
      case Fault::tag: return "tag";
      case Fault::line_end: return "line_end";
      case Fault::literal: return "literal";
      case Fault::depth: return "depth";
      case Fault::length: return "length";
      case Fault::literal_length: return "literal_length";
      case Fault::index: return "index";
    }
    return "none";
  }

  std::vector<char> scratch_;
  mailmote::imap::Reader reader_;
  std::string value_;
};

}  // namespace printer
