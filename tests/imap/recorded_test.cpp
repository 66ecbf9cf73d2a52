// What Dovecot, Cyrus and Courier really said (transcripts/imap, recorded by servers/record.py): every response is
// taken, and taken whole, however the stream is cut.
#include <mailmote/imap/reader.hpp>

#include "../splits.hpp"
#include "event_log.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

using event_log::Log;

namespace {

struct File {
  std::string name;
  std::string octets;
};

std::vector<File> recorded() {
  std::vector<File> files;
  for (const char* server : {"dovecot", "cyrus", "courier"}) {
    for (const auto& entry : std::filesystem::directory_iterator(std::string("transcripts/imap/") + server)) {
      if (entry.path().extension() != ".txt") continue;
      std::ifstream in(entry.path(), std::ios::binary);
      files.push_back({entry.path().string(), std::string(std::istreambuf_iterator<char>(in), {})});
    }
  }
  return files;
}

std::string in_pieces(std::string_view octets, std::size_t size, std::size_t scratch) {
  Log log(scratch);
  for (std::size_t at = 0; at < octets.size(); at += size) splits::feed(log, octets.substr(at, size));
  return log.text();
}

// The octets that a line says follow it as a literal; 0 if it does not.
std::size_t literal_behind(std::string_view line) {
  if (line.empty() || line.back() != '}') return 0;
  const std::size_t brace = line.rfind('{');
  return brace == line.npos ? 0 : std::stoul(std::string(line.substr(brace + 1)));
}

// Counted without the reader: lines, but those that go on behind a literal.
std::size_t responses_in(std::string_view octets) {
  std::size_t count = 0, at = 0;
  while (at < octets.size()) {
    const std::size_t end = octets.find("\r\n", at);
    const std::string_view line = octets.substr(at, end - at);
    at = end + 2 + literal_behind(line);
    if (line.empty() || line.back() != '}') ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("there is something of every server") { CHECK(recorded().size() > 50); }

TEST_CASE("every response is taken") {
  for (const File& file : recorded()) {
    INFO(file.name);
    Log log;
    splits::feed(log, file.octets);
    CHECK_FALSE(log.failed());
    CHECK_FALSE(log.in_response());
    CHECK(log.responses() == responses_in(file.octets));
    CHECK(log.text().find(" ?\n") == std::string::npos);  // none is unsound
  }
}

TEST_CASE("the same events, however the stream is cut") {
  for (const File& file : recorded()) {
    INFO(file.name);
    for (const std::size_t scratch : {event_log::smallest, std::size_t{512}}) {
      const std::string expected = in_pieces(file.octets, file.octets.size(), scratch);
      for (const std::size_t size : {1U, 2U, 3U, 5U, 7U, 13U, 64U, 511U}) {
        CHECK(in_pieces(file.octets, size, scratch) == expected);
      }
    }
  }
}

TEST_CASE("the same events at every split, where there are few octets") {
  for (const File& file : recorded()) {
    if (file.octets.size() > 1000) continue;
    splits::same_everywhere(file.octets, in_pieces(file.octets, file.octets.size(), event_log::smallest),
                            [] { return Log(); });
  }
}
