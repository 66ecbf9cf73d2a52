#include <mailmote/imap/id.hpp>

#include "named.hpp"

using mailmote::imap::IdField;

namespace {

struct Names {
  mailmote::imap::Id id;
  std::string operator()(const mailmote::imap::Event& e) {
    const IdField field = id.read(e);
    return field == IdField::name ? "name" : field == IdField::value ? "value" : "";
  }
};

void check(const std::string& input, const std::string& expected) { named::check<Names>(input, expected); }

}  // namespace

TEST_CASE("names and values") {
  check("* ID (\"name\" \"Cyrus\" \"version\" \"1.5\" \"support-url\" NIL)\r\n",
        "name=name|value=Cyrus|name=version|value=1.5|name=support-url|value=~|");
  check("* ID (\"name\" {5}\r\nCyrus)\r\n", "name=name|value=Cyrus|");
  check("* id (\"" + std::string(100, 'n') + "\" \"" + std::string(200, 'v') + "\")\r\n",
        "name=" + std::string(100, 'n') + "|value=" + std::string(200, 'v') + "|");
}

TEST_CASE("nothing is said") { check("* ID NIL\r\n* ID ()\r\n* ID\r\n", ""); }

TEST_CASE("what is out of form has no name") {
  check("* ID \"name\" \"Cyrus\"\r\n", "");
  check("* ID ((\"name\") \"Cyrus\" \"os\" (\"x\"))\r\n", "value=Cyrus|name=os|");
  check("* ID (\"name\") (\"os\" \"x\")\r\n", "name=name|");
}

TEST_CASE("responses of another keyword have no fields") {
  check("* ID (\"a\" \"b\")\r\n* LIST (\"a\" \"b\")\r\nA1 ID (\"a\" \"b\")\r\n* OK [ID (\"a\" \"b\")] x\r\n",
        "name=a|value=b|");
}
