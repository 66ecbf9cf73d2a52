// What Dovecot, Cyrus and Courier really said (transcripts/imap, recorded by servers/record.py): every response is
// taken, and taken whole, however the stream is cut; and of the same mail the three tell the same.
#include <mailmote/imap/fetch.hpp>
#include <mailmote/imap/reader.hpp>
#include <mailmote/wire/ascii.hpp>

#include "../splits.hpp"
#include "event_log.hpp"
#include "responses_in.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
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

std::string recorded(const std::string& name) {
  for (const File& file : recorded())
    if (file.name == "transcripts/imap/" + name) return file.octets;
  return {};
}

// The parts that a FETCH tells of, without their letters' case: "1 text/plain|2 text/html|".
class Parts {
 public:
  void read(const mailmote::imap::Event& e) {
    using mailmote::imap::Field;
    const Field field = fetch_.read(e);
    if (field == Field::type) type_ = lower(e.bytes);
    if (field != Field::subtype || fetch_.is_multipart()) return;
    char room[64];
    text_ += std::string(fetch_.section(room)) + " " + type_ + "/" + lower(e.bytes) + "|";
  }
  std::string take() { return std::exchange(text_, {}); }

 private:
  static std::string lower(std::string_view text) {
    std::string lowered(text);
    for (char& c : lowered) c = mailmote::wire::to_lower(c);
    return lowered;
  }

  mailmote::imap::Fetch fetch_;
  std::string type_, text_;
};

// One entry for each response.
std::vector<std::string> parts(const std::string& octets) {
  using mailmote::imap::Kind;
  char scratch[event_log::smallest];
  mailmote::imap::Reader reader{scratch};
  Parts parts;
  std::vector<std::string> all;
  std::string_view in = octets;
  for (const auto* e = &reader.next(in); e->kind != Kind::need_input; e = &reader.next(in)) {
    REQUIRE(e->kind != Kind::failed);
    parts.read(*e);
    if (e->kind == Kind::end && !in.empty()) all.push_back(parts.take());
  }
  return all;
}

// What servers/generated_mail.py and servers/odd_mail.py made, in this order, is in every mailbox: at the end.
std::vector<std::string> last(std::vector<std::string> all, std::size_t count) {
  REQUIRE(all.size() >= count);
  return {all.end() - static_cast<std::ptrdiff_t>(count), all.end()};
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

TEST_CASE("the same mail has the same parts, whoever tells of them") {
  const auto dovecot = last(parts(recorded("dovecot/bodystructures.txt")), 24);
  const auto cyrus = last(parts(recorded("cyrus/bodystructures.txt")), 24);
  const auto courier = last(parts(recorded("courier/bodystructures.txt")), 24);
  CHECK(dovecot[0] == "1 text/plain|2 text/html|");
  CHECK(dovecot[15] == "1 text/plain|2 message/rfc822|2.1 text/plain|2.2 text/html|");
  CHECK(dovecot[22] == "1.1.1.1.1.1.1.1 image/png|");
  for (std::size_t i = 0; i < dovecot.size(); ++i) {
    if (i == 17 || i == 19 || i == 20) continue;
    INFO("message ", i);
    CHECK(dovecot[i] == cyrus[i]);
    CHECK(dovecot[i] == courier[i]);
  }
  // A multipart of no part, one without a boundary, and a type of one word: each server has a view of its own.
  CHECK(dovecot[17] == cyrus[17]);
  CHECK(courier[17] == "1 multipart/mixed|");
  CHECK(courier[19] == "1 multipart/mixed|");
  CHECK(dovecot[20] == "1 text/|");
  CHECK(cyrus[20] == "1 text/plain|");
}
