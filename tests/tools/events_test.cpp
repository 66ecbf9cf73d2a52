// Transcripts as `events` prints them: the same whatever the chunks, and what is written down beside some
// (NAME.events).
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "events.hpp"

namespace {

using Path = std::filesystem::path;

std::string content(const Path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

std::vector<Path> transcripts(const Path& folder, const char* extension) {
  std::vector<Path> all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.path().extension() == extension) all.push_back(entry.path());
  std::sort(all.begin(), all.end());
  return all;
}

// The exit status, then what was printed.
std::string events_of(const events::Arguments& arguments, const std::string& octets) {
  std::ostringstream printed;
  const int status = events::print(arguments, octets, printed);
  return std::to_string(status) + "\n" + printed.str();
}

// `least`: the smallest scratch that the reader takes; `count`: so many transcripts there are, or more.
void try_all(const char* protocol, const char* extension, std::size_t least, std::size_t count) {
  const std::vector<Path> files = transcripts(Path("transcripts") / protocol, extension);
  CHECK(files.size() >= count);
  for (Path path : files) {
    CAPTURE(path.string());
    const std::string octets = content(path);
    const std::string whole = events_of({protocol}, octets);
    for (const events::Arguments& cut :
         {events::Arguments{protocol, 1}, events::Arguments{protocol, 7}, events::Arguments{protocol, 64, least}})
      CHECK(events_of(cut, octets) == whole);
    path.replace_extension(".events");
    if (std::filesystem::exists(path)) CHECK(content(path) == whole.substr(whole.find('\n') + 1));
  }
}

}  // namespace

TEST_CASE("imap") { try_all("imap", ".txt", 64, 150); }
TEST_CASE("mime") { try_all("mime", ".eml", 256, 39); }
TEST_CASE("smtp") { try_all("smtp", ".txt", 32, 30); }
