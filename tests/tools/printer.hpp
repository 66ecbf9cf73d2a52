// What `events` and the tests of transcripts share: a protocol's reader, fed in any pieces, and its events as text.
//
// One event a line. Pieces of a value are joined, so nothing of the text depends on how the stream was cut. Octets
// outside 0x20..0x7E, the quote and the backslash are written \xHH. A reader that failed says `failed` and why.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

namespace printer {

class Printer {
 public:
  virtual ~Printer() = default;

  // Reads a piece of the stream, and adds what happened to text(). False once the reader has failed.
  virtual bool feed(std::string_view octets) = 0;
  // The stream is over, where the reader has to be told. False if it has failed.
  virtual bool finish() { return true; }
  // Something was begun that is not complete.
  virtual bool in_middle() const = 0;

  // What was added since it was asked last.
  std::string take_text() { return std::exchange(text_, {}); }

 protected:
  void line(const std::string& words) { text_ += words + "\n"; }

  static std::string quoted(std::string_view octets) {
    std::string out = "\"";
    for (const char c : octets) {
      if (c >= 0x20 && c < 0x7F && c != '"' && c != '\\') {
        out += c;
      } else {
        char hex[5];
        std::snprintf(hex, sizeof hex, "\\x%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
        out += hex;
      }
    }
    return out + "\"";
  }

 private:
  std::string text_;
};

}  // namespace printer
