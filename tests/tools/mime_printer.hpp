// Messages as text.
//
//   message -                          the message begins; `message 2`: the one that part 2 holds
//   part 1.2                           a part of a multipart begins
//   name "Subject"
//   value "a b"                        unfolded
//   stray "junk"                       a line in a header that is no field
//   header_end 1.2 leaf base64         section (- for none), content (leaf, multipart, message), encoding (identity,
//                                      quoted_printable, base64, unknown), and a flaw if there is one
//   body "hello"                       decoded
//   preamble "...", epilogue "..."
//   part_end 1.2                       and a flaw if there is one
//   end
#pragma once

#include <mailmote/mime/reader.hpp>

#include <vector>

#include "printer.hpp"

namespace printer {

class Mime final : public Printer {
 public:
  static constexpr std::size_t least_scratch = mailmote::mime::Reader::min_scratch;

  explicit Mime(std::size_t scratch) : scratch_(scratch), reader_(scratch_) {}

  bool feed(std::string_view in) override {
    for (;;) {
      const Event& e = reader_.next(in);
      if (e.kind == Kind::need_input) return true;
      if (!take(e)) return false;
    }
  }
  bool finish() override {
    for (;;) {
      const Event& e = reader_.finish();
      if (!take(e)) return false;
      if (e.kind == Kind::end) return true;
    }
  }
  bool in_middle() const override { return false; }

 private:
  using Content = mailmote::mime::Content;
  using Encoding = mailmote::mime::Encoding;
  using Event = mailmote::mime::Event;
  using Fault = mailmote::mime::Fault;
  using Flaw = mailmote::mime::Flaw;
  using Kind = mailmote::mime::Kind;

  // False once the reader has failed.
  bool take(const Event& e) {
    const char* const run = e.kind == Kind::body       ? "body "
                            : e.kind == Kind::preamble ? "preamble "
                            : e.kind == Kind::epilogue ? "epilogue "
                                                       : "";
    if (*run == '\0' || run_ != run) end_run();
    run_ = run;
    if (*run != '\0') {
      value_.append(e.bytes);
      return true;
    }
    if (e.kind != Kind::failed) {
      print(e);
      return true;
    }
    line(reader_.fault() == Fault::length ? "failed length" : "failed index");
    return false;
  }

  void end_run() {
    if (!run_.empty()) line(run_ + quoted(value_));
    if (!run_.empty()) value_.clear();
  }

  void print(const Event& e) {
    switch (e.kind) {
      case Kind::part: return line((e.is_message ? "message " : "part ") + section(e));
      case Kind::name: return line("name " + quoted(e.bytes));
      case Kind::value: return piece(e, "value ");
      case Kind::stray: return piece(e, "stray ");
      case Kind::header_end:
        return line("header_end " + section(e) + " " + name(e.content) + " " + name(e.encoding) + name(e.flaw));
      case Kind::part_end: return line("part_end " + section(e) + name(e.flaw));
      case Kind::end: return line("end");
      default: return;
    }
  }

  void piece(const Event& e, const char* front) {
    value_.append(e.bytes);
    if (!e.last) return;
    line(front + quoted(value_));
    value_.clear();
  }

  static std::string section(const Event& e) {
    std::string path;
    for (const std::uint16_t index : e.path) path += (path.empty() ? "" : ".") + std::to_string(index);
    return path.empty() ? "-" : path;
  }

  static std::string name(Content content) {
    switch (content) {
      case Content::leaf: return "leaf";
      case Content::multipart: return "multipart";
      case Content::message: return "message";
    }
    return "";
  }

  static std::string name(Encoding encoding) {
    switch (encoding) {
      case Encoding::identity: return "identity";
      case Encoding::quoted_printable: return "quoted_printable";
      case Encoding::base64: return "base64";
      case Encoding::unknown: return "unknown";
    }
    return "";
  }

  static std::string name(Flaw flaw) {
    switch (flaw) {
      case Flaw::none: break;
      case Flaw::boundary: return " boundary";
      case Flaw::encoded: return " encoded";
      case Flaw::depth: return " depth";
      case Flaw::scratch: return " scratch";
      case Flaw::damaged: return " damaged";
      case Flaw::no_parts: return " no_parts";
      case Flaw::unclosed: return " unclosed";
    }
    return "";
  }

  std::vector<char> scratch_;
  mailmote::mime::Reader reader_;
  std::string value_, run_;
};

}  // namespace printer
