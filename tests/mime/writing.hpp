// Messages written out for a test: through any room, with a look at the form of what comes.
#pragma once

#include <doctest/doctest.h>

#include <mailmote/mime/writer.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace writing {

using namespace mailmote;
using mime::Writer;
using mime::WriterSettings;

inline WriterSettings settings(bool eight_bit = false) {
  WriterSettings s;
  s.wall_clock = 1'795'230'565;
  for (std::size_t i = 0; i < s.seed.size(); ++i) s.seed[i] = static_cast<char>(i * 17);
  s.eight_bit = eight_bit;
  return s;
}

inline Message alert() {
  Message m;
  m.from = "Pump 3 <pump3@plant.example>";
  m.to = "ops@plant.example, Zoë <zoe@plant.example>";
  m.subject = "Überdruck an Pumpe 3";
  m.text = "9.3 bar, limit 8.0 bar.\n";
  return m;
}

// One octet array of exactly `room` for each read.
inline std::string read_all(Source& source, std::size_t room, Io* last = nullptr) {
  std::string all;
  const std::unique_ptr<char[]> memory(new char[room]);
  for (int waits = 0; waits < 1000;) {
    const IoResult got = source.read({memory.get(), room});
    if (last != nullptr) *last = got.io;
    if (got.io == Io::want_read) {
      ++waits;
    } else if (got.io == Io::done) {
      REQUIRE(got.count != 0);
      REQUIRE(got.count <= room);
      all.append(memory.get(), got.count);
    } else {
      break;
    }
  }
  return all;
}

inline std::string written(const Message& m, const WriterSettings& s, std::size_t room = 4096) {
  Writer writer(m, s);
  Io last = Io::want_read;
  std::string all = read_all(writer, room, &last);
  CHECK(last == Io::closed);
  return all;
}

// The value of a header as it stands, folds and all; "-" if there is none.
inline std::string header(const std::string& mail, const std::string& name) {
  const std::size_t begin = ("\r\n" + mail).find("\r\n" + name + ":");
  if (begin == std::string::npos || begin > mail.find("\r\n\r\n")) return "-";
  std::size_t end = mail.find("\r\n", begin);
  while (mail[end + 2] == ' ') end = mail.find("\r\n", end + 2);
  const std::size_t value = begin + name.size() + 1;
  return mail.substr(value, end - value);
}

inline std::string body(const std::string& mail) { return mail.substr(mail.find("\r\n\r\n") + 4); }

// Only CRLF, no line too long, and no header that was not meant.
inline void check_form(const std::string& mail) {
  std::size_t at = 0;
  bool head = true;
  while (at < mail.size()) {
    const std::size_t end = mail.find("\r\n", at);
    REQUIRE(end != std::string::npos);
    const std::string line = mail.substr(at, end - at);
    CHECK(line.size() <= 998);
    CHECK(line.find_first_of(std::string("\r\n\0", 3)) == std::string::npos);
    if (line.empty()) head = false;
    if (head) CHECK((line[0] == ' ' || line.find(": ") != std::string::npos || line.back() == ':'));
    at = end + 2;
  }
}

// A Source that gives its text in pieces, waits in between, lies about its size, or fails.
class Pieces final : public Source {
 public:
  explicit Pieces(std::string text, std::size_t piece = SIZE_MAX) : text_(std::move(text)), piece_(piece) {}

  IoResult read(std::span<char> into) override {
    if (waits && (waiting_ = !waiting_)) return {Io::want_read, 0};
    if (at_ >= fail_at) return {Io::failed, 0};
    const std::size_t n = std::min({piece_, into.size(), text_.size() - at_, fail_at - at_});
    if (n == 0) return {Io::closed, 0};
    std::copy_n(text_.data() + at_, n, into.data());
    at_ += n;
    return {Io::done, static_cast<std::uint32_t>(n)};
  }
  std::optional<std::uint64_t> size() const override { return told; }

  bool waits = false;
  std::size_t fail_at = SIZE_MAX;
  std::optional<std::uint64_t> told;

 private:
  std::string text_;
  std::size_t piece_;
  std::size_t at_ = 0;
  bool waiting_ = false;
};

inline std::string octets(std::size_t n) {
  std::string text(n, '\0');
  for (std::size_t i = 0; i < n; ++i) text[i] = static_cast<char>(i * 37 + i / 256);
  return text;
}

inline std::string base64_lines(const std::string& text) {
  std::string all(static_cast<std::size_t>(wire::base64_length(text.size(), wire::mime_line)) + 6, 0);
  wire::Base64Lines encoder(wire::mime_line);
  const std::size_t n = encoder.encode(text, all).written;
  all.resize(n + encoder.finish(std::span<char>(all).subspan(n)));
  return all;
}

}  // namespace writing
