#include <mailmote/imap/name_space.hpp>

#include "named.hpp"

using mailmote::imap::NamespaceField;

namespace {

// "personal.prefix"; the delimiter as it was kept: "personal.delimiter'/'".
struct Names {
  mailmote::imap::Namespace name_space;
  std::string operator()(const mailmote::imap::Event& e) {
    static constexpr const char* kinds[] = {"personal.", "others.", "shared."};
    static constexpr const char* names[] = {"", "prefix", "delimiter", "name", "value"};
    const NamespaceField field = name_space.read(e);
    if (field == NamespaceField::none) return {};
    std::string s = kinds[static_cast<std::size_t>(name_space.kind())];
    s += names[static_cast<std::size_t>(field)];
    if (field != NamespaceField::delimiter || !e.last) return s;
    return s + "'" + (name_space.delimiter() == 0 ? "" : std::string(1, name_space.delimiter())) + "'";
  }
};

void check(const std::string& input, const std::string& expected) { named::check<Names>(input, expected); }

}  // namespace

TEST_CASE("RFC 2342 5.3: personal, other users', shared") {
  check("* NAMESPACE ((\"\" \"/\")) ((\"~\" \"/\")) ((\"#shared/\" \"/\")(\"#news.\" \".\"))\r\n",
        "personal.prefix=|personal.delimiter'/'=/|others.prefix=~|others.delimiter'/'=/|shared.prefix=#shared/|"
        "shared.delimiter'/'=/|shared.prefix=#news.|shared.delimiter'.'=.|");
}

TEST_CASE("NIL, and extensions (RFC 2342 5.7)") {
  check("* NAMESPACE ((\"\" \"/\")(\"#mh/\" \"/\" \"X-PARAM\" (\"FLAG1\" \"FLAG2\") \"Y\" (\"Z\"))) NIL NIL\r\n",
        "personal.prefix=|personal.delimiter'/'=/|personal.prefix=#mh/|personal.delimiter'/'=/|personal.name=X-PARAM|"
        "personal.value=FLAG1|personal.value=FLAG2|personal.name=Y|personal.value=Z|");
  check("* NAMESPACE NIL NIL ((\"\" NIL))\r\n", "shared.prefix=|shared.delimiter''=~|");
  check("* NAMESPACE NIL NIL NIL\r\n* NAMESPACE () () ()\r\n* NAMESPACE\r\n", "");
}

TEST_CASE("delimiters: Domino's backslash, what is none") {
  check("* NAMESPACE ((\"\" \"\\\\\")) NIL NIL\r\n", "personal.prefix=|personal.delimiter'\\'=\\|");
  check("* NAMESPACE ((\"\" \"\")(\"\" \"//\")) NIL NIL\r\n",
        "personal.prefix=|personal.delimiter''=|personal.prefix=|personal.delimiter''=//|");
}

TEST_CASE("a prefix beyond the scratch, as a literal") {
  const std::string prefix(200, 'x');
  check(
      "* namespace ((\"" + prefix + "\" \"/\")({200}\r\n" + prefix + " \"/\")) NIL NIL\r\n",
      "personal.prefix=" + prefix + "|personal.delimiter'/'=/|personal.prefix=" + prefix + "|personal.delimiter'/'=/|");
}

TEST_CASE("what is out of form has no name") {
  check("* NAMESPACE (\"\" \"/\") \"x\" NIL ((\"\" \"/\"))\r\n", "");
  check("* NAMESPACE (((\"a\") (\"/\") \"X\" \"Y\" ((\"Z\") \"U\") \"V\")) NIL NIL\r\n",
        "personal.name=X|personal.value=Y|personal.value=V|");
}

TEST_CASE("each response begins anew, and those of another keyword have no fields") {
  check("* NAMESPACE NIL NIL ((\"\" \"/\"))\r\n* NAMESPACE ((\"a\" NIL)) NIL NIL\r\n",
        "shared.prefix=|shared.delimiter'/'=/|personal.prefix=a|personal.delimiter''=~|");
  check("* LIST ((\"\" \"/\")) NIL NIL\r\nA1 NAMESPACE ((\"\" \"/\")) NIL NIL\r\n* OK [NAMESPACE ((\"\" \"/\"))] x\r\n",
        "");
}
