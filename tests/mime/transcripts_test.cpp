// transcripts/mime: messages, well made and not (NAME.eml), and what becomes of some (NAME.events, as `events mime`
// prints it). What all of them come to, with their headers understood, stands in expected.json: see
// tools/mime_summary_test.py.
//
// The events are the same however the message is cut.
#include <mailmote/mime/reader.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "../splits.hpp"
#include "../tools/mime_printer.hpp"
#include "message_log.hpp"

using mailmote::mime::Reader;
using message_log::Log;

namespace {

std::string content(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

std::vector<std::filesystem::path> messages() {
  std::vector<std::filesystem::path> all;
  for (const auto& entry : std::filesystem::directory_iterator("transcripts/mime"))
    if (entry.path().extension() == ".eml") all.push_back(entry.path());
  return all;
}

}  // namespace

TEST_CASE("the events are those that are written down") {
  std::size_t written = 0;
  for (std::filesystem::path path : messages()) {
    INFO(path.string());
    printer::Mime printer(Reader::min_scratch);
    CHECK(printer.feed(content(path)));
    CHECK(printer.finish());
    path.replace_extension(".events");
    if (!std::filesystem::exists(path)) continue;
    ++written;
    CHECK(printer.take_text() == content(path));
  }
  CHECK(written >= 10);
}

TEST_CASE("the same events, however the message is cut, with the smallest scratch too") {
  CHECK(messages().size() >= 39);
  for (const std::filesystem::path& path : messages()) {
    INFO(path.string());
    const std::string octets = content(path);
    for (const std::size_t scratch : {Reader::min_scratch, std::size_t{512}}) {
      const auto make = [scratch] { return Log(scratch); };
      const std::string whole = splits::whole(octets, make);
      CHECK(whole.ends_with("."));
      splits::same_everywhere(octets, whole, make);
    }
  }
}

TEST_CASE("a message that is cut gives a beginning") {
  for (const std::filesystem::path& path : messages()) {
    INFO(path.string());
    const std::string octets = content(path);
    const std::string whole = splits::whole(octets, [] { return Log(); });
    for (std::size_t cut = 0; cut <= octets.size(); ++cut) {
      INFO("cut at ", cut);
      Log log;
      splits::feed(log, std::string_view(octets).substr(0, cut));
      REQUIRE(whole.starts_with(log.so_far()));
      CHECK(log.text().ends_with("."));
    }
  }
}
