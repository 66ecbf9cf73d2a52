// SMTP replies as text.
//
//   text 250 0 "mx"            the text of line 0
//   text 250 1 "2.1.0 ok"
//   end 250 2.1.0              and the enhanced code, if there is one
#pragma once

#include <mailmote/smtp/reader.hpp>

#include <vector>

#include "printer.hpp"

namespace printer {

class Smtp final : public Printer {
 public:
  static constexpr std::size_t least_scratch = 32;

  explicit Smtp(std::size_t scratch) : scratch_(scratch), reader_(scratch_) {}

  bool feed(std::string_view in) override {
    for (;;) {
      const Event e = reader_.next(in);
      if (e.kind == Kind::need_input) return true;
      if (e.kind == Kind::failed) {
        line("failed " + name(reader_.fault()));
        return false;
      }
      print(e);
    }
  }
  bool in_middle() const override { return reader_.in_reply(); }

 private:
  using Event = mailmote::smtp::Event;
  using Fault = mailmote::smtp::Fault;
  using Kind = mailmote::smtp::Kind;

  void print(const Event& e) {
    const std::string code = std::to_string(e.code);
    if (e.kind == Kind::end) {
      const mailmote::Enhanced& x = e.enhanced;
      const std::string enhanced =
          " " + std::to_string(x.status) + "." + std::to_string(x.subject) + "." + std::to_string(x.detail);
      line("end " + code + (x.status != 0 ? enhanced : ""));
      return;
    }
    value_.append(e.text);
    if (!e.last) return;
    line("text " + code + " " + std::to_string(e.line) + " " + quoted(value_));
    value_.clear();
  }

  static std::string name(Fault fault) {
    switch (fault) {
      case Fault::none: break;
      case Fault::syntax: return "syntax";
      case Fault::code_change: return "code_change";
      case Fault::line_end: return "line_end";
      case Fault::line_length: return "line_length";
      case Fault::line_count: return "line_count";
    }
    return "none";
  }

  std::vector<char> scratch_;
  mailmote::smtp::Reader reader_;
  std::string value_;
};

}  // namespace printer
