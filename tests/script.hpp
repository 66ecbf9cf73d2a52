// A conversation as text, played by a transport that gives an answer only after it got what it waits for.
//
//   S: 220 mx.example.org ready         the server says this line
//   C: EHLO pump.example                the client must have said this line, octet for octet
//   S~ 250-half a li                    the server says this without a line end; also C~
//   TLS                                 the client must shake hands now: not before, not later
//   CLOSE | TRUNCATE | RESET            the server hangs up
//
//   set user alice                      for the runner, before the conversation
//   ! rcpt zoe@example.org              what the program that uses the session does next
//   = rcpt 0 250                        the event that it sees next
//   ? exists                            something that it asks the session
//
// \r \n \t \0 \\ and \xHH stand for octets. A '#' starts a comment line. "!" and "=" form one list, S: and C: another:
// each runs as far as it can.
//
// The octets of the server are cut as a Pace says; the script, and nothing else, says what they are.
#pragma once

#include <mailmote/transport.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace script {

struct Line {
  enum class Kind { server, client, tls, close, truncate, reset };
  Kind kind;
  std::string octets;
};

struct Script {
  std::vector<std::pair<std::string, std::string>> settings;
  std::vector<Line> wire;
  std::vector<std::string> program;  // "! ..." and "= ..."
};

inline std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    switch (text[++i]) {
      case 'r': out += '\r'; break;
      case 'n': out += '\n'; break;
      case 't': out += '\t'; break;
      case '0': out += '\0'; break;
      case 'x':
        out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
        i += 2;
        break;
      default: out += text[i];
    }
  }
  return out;
}

inline Script parse(std::string_view text) {
  using Kind = Line::Kind;
  Script script;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    line.erase(0, std::min(line.find_first_not_of(' '), line.size()));
    if (line.empty() || line[0] == '#') continue;
    const std::string rest = line.size() > 3 ? line.substr(3) : "";
    if (line[0] == '!' || line[0] == '=' || line[0] == '?') {
      script.program.push_back(line);
    } else if (line.starts_with("set ")) {
      const std::size_t space = line.find(' ', 4);
      script.settings.emplace_back(line.substr(4, space - 4),
                                   space == std::string::npos ? "" : unescape(line.substr(space + 1)));
    } else if (line.starts_with("S:") || line.starts_with("C:")) {
      script.wire.push_back({line[0] == 'S' ? Kind::server : Kind::client, unescape(rest) + "\r\n"});
    } else if (line.starts_with("S~") || line.starts_with("C~")) {
      script.wire.push_back({line[0] == 'S' ? Kind::server : Kind::client, unescape(rest)});
    } else if (line == "TLS") {
      script.wire.push_back({Kind::tls, ""});
    } else if (line == "CLOSE") {
      script.wire.push_back({Kind::close, ""});
    } else if (line == "TRUNCATE") {
      script.wire.push_back({Kind::truncate, ""});
    } else if (line == "RESET") {
      script.wire.push_back({Kind::reset, ""});
    } else {
      throw std::runtime_error("no line of a script: " + line);
    }
  }
  return script;
}

constexpr std::size_t never = static_cast<std::size_t>(-1);

// How the octets are cut, and where the connection fails.
struct Pace {
  std::size_t read = never;         // at most so many octets a read
  std::size_t write = never;        // at most so many octets a write
  std::size_t stall_write = never;  // once so many octets went out, one write answers want_write
  std::size_t stall_read = never;   // likewise, want_read
  std::size_t cut = never;          // once so many octets came in, the stream ends
  mailmote::Io cut_by = mailmote::Io::closed;
};

class Transport final : public mailmote::Transport {
 public:
  using Io = mailmote::Io;
  using IoResult = mailmote::IoResult;

  Transport(const Script& script, const Pace& pace) : wire_(script.wire), pace_(pace) {}

  IoResult read(std::span<char> into) override {
    if (read_ >= pace_.cut) return {pace_.cut_by, 0};
    if (read_ >= pace_.stall_read) {
      pace_.stall_read = never;
      return {Io::want_read, 0};
    }
    std::size_t n = std::min({into.size(), pace_.read, pace_.cut - read_, pace_.stall_read - read_});
    n = take_server(into.data(), n);
    if (n != 0) {
      read_ += n;
      return {Io::done, static_cast<std::uint32_t>(n)};
    }
    if (at_ == wire_.size()) return {Io::want_read, 0};
    switch (wire_[at_].kind) {
      case Line::Kind::close: return {Io::closed, 0};
      case Line::Kind::truncate: return {Io::truncated, 0};
      case Line::Kind::reset: return {Io::failed, 0};
      default: return {Io::want_read, 0};
    }
  }

  IoResult write(std::string_view bytes) override {
    if (sent.size() >= pace_.stall_write) {
      pace_.stall_write = never;
      return {Io::want_write, 0};
    }
    const std::size_t n = std::min({bytes.size(), pace_.write, pace_.stall_write - sent.size()});
    if (n == 0) wrong = "an empty write";
    sent += bytes.substr(0, n);
    if (!secured_) in_clear += bytes.substr(0, n);
    for (const char c : bytes.substr(0, n))
      if (!expect(c)) return {Io::failed, 0};
    ++writes;
    return {Io::done, static_cast<std::uint32_t>(n)};
  }

  // The client shakes hands.
  void shake_hands() {
    secured_ = true;
    if (at_ != wire_.size() && wire_[at_].kind == Line::Kind::tls) {
      ++at_;
    } else {
      wrong = "a handshake that the script does not know";
    }
  }

  bool done() const { return at_ == wire_.size(); }
  // Nothing is left but that the server hangs up.
  bool hangs_up() const {
    using Kind = Line::Kind;
    return at_ + 1 == wire_.size() &&
           (wire_[at_].kind == Kind::close || wire_[at_].kind == Kind::truncate || wire_[at_].kind == Kind::reset);
  }
  // The server has something to say, and says it when it is read.
  bool speaks() const { return !done() && wire_[at_].kind == Line::Kind::server; }
  // What it waits for, for the message of a test that failed.
  std::string waits_for() const { return done() ? "the end" : wire_[at_].octets.substr(within_); }
  std::size_t server_octets() const {
    std::size_t n = 0;
    for (const Line& line : wire_)
      if (line.kind == Line::Kind::server) n += line.octets.size();
    return n;
  }

  std::string sent;      // all that the client said
  std::string in_clear;  // the part of it before TLS
  std::string wrong;     // empty: it said what the script has
  std::size_t writes = 0;

 private:
  std::size_t take_server(char* to, std::size_t most) {
    std::size_t n = 0;
    while (n != most && at_ != wire_.size() && wire_[at_].kind == Line::Kind::server) {
      const std::string_view left = std::string_view(wire_[at_].octets).substr(within_);
      const std::size_t step = std::min(left.size(), most - n);
      std::memcpy(to + n, left.data(), step);
      n += step;
      advance(step);
    }
    return n;
  }

  bool expect(char c) {
    if (at_ == wire_.size() || wire_[at_].kind != Line::Kind::client) {
      if (wrong.empty()) wrong = "more than the script has: " + sent;
      return false;
    }
    if (wire_[at_].octets[within_] != c) {
      if (wrong.empty()) wrong = "not \"" + wire_[at_].octets + "\": " + sent;
      return false;
    }
    advance(1);
    return true;
  }

  void advance(std::size_t n) {
    within_ += n;
    if (within_ < wire_[at_].octets.size()) return;
    within_ = 0;
    ++at_;
  }

  std::vector<Line> wire_;
  Pace pace_;
  std::size_t at_ = 0;
  std::size_t within_ = 0;
  std::size_t read_ = 0;
  bool secured_ = false;
};

}  // namespace script
