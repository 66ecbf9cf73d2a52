// Every row of tests/oracle/mailbox_spec.tsv: what c-client takes we take with the same meaning, but for the rows
// that its `deviate` column names.
#include <doctest/doctest.h>

#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "tools/spec_row.hpp"

using mailmote::parse_spec;
using mailmote::Service;
using mailmote::Spec;

namespace {

struct Row {
  std::vector<std::string> cells;
  std::string text;

  const std::string& column(std::size_t i) const { return cells[i]; }
  bool valid() const { return cells[2] == "1"; }
  const std::string& smtp_ok() const { return cells[22]; }
  const std::string& smtp_service() const { return cells[23]; }
  const std::string& deviate() const { return cells[24]; }
  // The columns `spec` to `loser`, as oracle::row writes them.
  std::string fields() const {
    std::string out = cells[1];
    for (std::size_t i = 2; i <= 20; ++i) out += '\t' + cells[i];
    return out;
  }
};

std::vector<Row> read_table() {
  std::ifstream file("oracle/mailbox_spec.tsv");
  std::vector<Row> rows;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    Row row{oracle::columns(line), {}};
    REQUIRE(row.cells.size() == 25);
    row.text = oracle::unescaped(row.cells[1]);
    rows.push_back(std::move(row));
  }
  return rows;
}

const std::vector<Row>& table() {
  static const std::vector<Row> rows = read_table();
  return rows;
}

// The text as the parser gets it: in memory that is no longer than the text.
struct Exact {
  explicit Exact(const std::string& text) : octets(new char[text.size()]), size(text.size()) {
    std::copy(text.begin(), text.end(), octets.get());
  }
  std::string_view view() const { return {octets.get(), size}; }
  std::unique_ptr<char[]> octets;
  std::size_t size;
};

// The rows marked `extension` that we take: those whose only new switches are /auth= and /starttls.
const std::set<std::string> documented = {
    "{hexample/AUTH=XOAUTH2}INBOX",   "{h.example/AUTH=XOAUTH2}INBOX", "{h.example/Auth=Login}INBOX",
    "{h.example/Auth=Xoauth2}INBOX",  "{h.example/Starttls}INBOX",     "{h.example/auth=login:4711}INBOX",
    "{h.example:4711/starttls}INBOX",
};

}  // namespace

TEST_CASE("the table is whole") { CHECK(table().size() == 3202); }

TEST_CASE("every row of the reference") {
  std::size_t same = 0, refused = 0, extended = 0, taken = 0;
  for (const Row& row : table()) {
    CAPTURE(row.column(1));
    char storage[mailmote::max_spec_storage];
    const Exact text(row.text);
    const auto parsed = parse_spec(text.view(), Service::imap, storage);
    if (row.deviate().empty()) {
      const std::string ours = oracle::row(text.view(), parsed);
      CHECK(ours == row.fields());
      same += ours == row.fields();
    } else if (row.deviate() == "extension") {
      const bool ours = documented.count(row.column(1)) != 0;
      CHECK(bool(parsed) == ours);
      extended += bool(parsed) == ours;
      taken += bool(parsed);
    } else {
      CHECK_FALSE(parsed);
      refused += !parsed;
    }
    if (!parsed) {
      CHECK(parsed.fault.offset + std::size_t{parsed.fault.length} <= text.size);
      CHECK(parsed.spec == Spec());
    }
  }
  CHECK(taken == documented.size());
  MESSAGE("rows matched: ", same + refused + extended, " of ", table().size(), " (", same, " followed, ", refused,
          " refused on purpose, ", extended, " extensions)");
  CHECK(same + refused + extended == 3202);
}

TEST_CASE("the extensions mean what they say") {
  for (const std::string& text : documented) {
    char storage[mailmote::max_spec_storage];
    const auto parsed = parse_spec(text, Service::imap, storage);
    CAPTURE(text);
    REQUIRE(parsed);
    const bool upgrades = text.find("tarttls") != text.npos;
    CHECK(parsed.spec.tls == upgrades);
    CHECK(parsed.spec.auth.has_value() == !upgrades);
    if (text.find("ogin") != text.npos) CHECK(parsed.spec.auth == mailmote::Mechanism::login);
    if (text.find("2}") != text.npos) CHECK(parsed.spec.auth == mailmote::Mechanism::xoauth2);
    CHECK(parsed.spec.port == (text.find("4711") != text.npos ? 4711 : 0));
  }
}

TEST_CASE("every row as a host to send by") {
  for (const Row& row : table()) {
    if (!row.deviate().empty()) continue;
    CAPTURE(row.column(1));
    char storage[mailmote::max_spec_storage];
    const auto parsed = parse_spec(row.text, Service::smtp, storage);
    CHECK((parsed && !parsed.spec.anonymous && !parsed.spec.readonly) == (row.smtp_ok() == "1"));
    if (row.smtp_ok() == "1") CHECK(name(parsed.spec.service) == row.smtp_service());
  }
}

TEST_CASE("what is printed parses to the same, and prints the same") {
  std::size_t accepted = 0;
  for (const Row& row : table()) {
    for (const Service service : {Service::imap, Service::smtp}) {
      char storage[mailmote::max_spec_storage], again_storage[mailmote::max_spec_storage];
      char first[mailmote::max_spec_text], second[mailmote::max_spec_text];
      const auto parsed = parse_spec(row.text, service, storage);
      if (!parsed) continue;
      ++accepted;
      CAPTURE(row.column(1));
      const std::string_view printed = print_spec(parsed.spec, first);
      REQUIRE(!printed.empty());
      const auto again = parse_spec(printed, Service::nntp, again_storage);
      REQUIRE(again);
      CHECK(again.spec == parsed.spec);
      CHECK(print_spec(again.spec, second) == printed);
    }
  }
  CHECK(accepted > 2000);
}
