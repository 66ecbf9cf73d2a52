// transcripts/imap: what servers say, and what becomes of it (NAME.txt and NAME.events, as `events imap` prints it).
// What stands under hostile/ breaks the rules, or means to.
//
// The events are the same however the stream is cut. A new transcript: `events imap < NAME.txt > NAME.events`, then
// read the events.
#include <mailmote/imap/reader.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "../splits.hpp"
#include "../tools/imap_printer.hpp"
#include "event_log.hpp"
#include "responses_in.hpp"

using event_log::Log;

namespace {

struct Transcript {
  std::string name;
  std::string octets;
  std::string events;
  bool hostile = false;
};

std::string content(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

std::vector<Transcript> transcripts() {
  std::vector<Transcript> all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("transcripts/imap")) {
    std::filesystem::path path = entry.path();
    if (path.extension() != ".events") continue;
    Transcript t;
    t.events = content(path);
    t.name = path.replace_extension(".txt").string();
    t.octets = content(path);
    t.hostile = path.parent_path().filename() == "hostile";
    all.push_back(t);
  }
  return all;
}

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t n = 0;
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + what.size())) ++n;
  return n;
}

}  // namespace

TEST_CASE("there are transcripts of many servers") {
  const auto all = transcripts();
  CHECK(all.size() >= 190);
  CHECK(std::count_if(all.begin(), all.end(), [](const Transcript& t) { return t.hostile; }) >= 45);
}

TEST_CASE("the events are those that are written down") {
  for (const Transcript& t : transcripts()) {
    INFO(t.name);
    printer::Imap printer(512);
    printer.feed(t.octets);
    CHECK(printer.take_text() == t.events);
  }
}

TEST_CASE("the same events, however the stream is cut, with the smallest scratch too") {
  for (const Transcript& t : transcripts()) {
    INFO(t.name);
    for (const std::size_t scratch : {event_log::smallest, std::size_t{512}}) {
      const auto make = [scratch] { return Log(scratch); };
      splits::same_everywhere(t.octets, splits::whole(t.octets, make), make);
    }
  }
}

TEST_CASE("every response of an honest server is taken whole") {
  for (const Transcript& t : transcripts()) {
    if (t.hostile) continue;
    INFO(t.name);
    printer::Imap printer(event_log::smallest);
    CHECK(printer.feed(t.octets));
    CHECK_FALSE(printer.in_middle());
    CHECK(count(t.events, "begin ") == responses_in(t.octets));
    CHECK(count(t.events, "\nend") == responses_in(t.octets));
    // A text that begins as a code does is the one thing that is not understood.
    CHECK(count(t.events, "unsound") == count(t.octets, "[not a code without end"));
  }
}

TEST_CASE("a stream that is cut gives a beginning, never an end that was not there") {
  for (const Transcript& t : transcripts()) {
    INFO(t.name);
    std::size_t ends = 0;
    for (std::size_t cut = 0; cut <= t.octets.size(); ++cut) {
      INFO("cut at ", cut);
      printer::Imap printer(event_log::smallest);
      const bool good = printer.feed(splits::HeapCopy(std::string_view(t.octets).substr(0, cut)).view());
      const std::string text = printer.take_text();
      REQUIRE(t.events.starts_with(text));
      const std::size_t now = count(text, "\nend");
      if (good) CHECK(printer.in_middle() == (cut != 0 && now == ends));
      if (now != ends) CHECK(t.octets.substr(0, cut).ends_with("\r\n"));
      CHECK(now <= ends + 1);
      ends = now;
    }
  }
}
