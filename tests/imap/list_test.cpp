#include <mailmote/imap/list.hpp>

#include "named.hpp"

using mailmote::imap::Attribute;
using mailmote::imap::Attributes;
using mailmote::imap::List;
using mailmote::imap::ListField;

namespace {

// Lower-case names of the attributes, in their order.
constexpr const char* words[] = {"noinferiors", "noselect",   "marked", "unmarked", "haschildren", "hasnochildren",
                                 "nonexistent", "subscribed", "remote", "all",      "archive",     "drafts",
                                 "flagged",     "junk",       "sent",   "trash",    "important",   "inbox"};

std::string text(const Attributes& attributes) {
  std::string s;
  for (std::size_t i = 0; i != std::size(words); ++i)
    if (attributes.has(static_cast<Attribute>(i))) s.append(" ").append(words[i]);
  CHECK(attributes.empty() == s.empty());
  return s;
}

// The fields, and at the end what was kept: "end / haschildren noselect".
struct Names {
  List list;
  std::string operator()(const mailmote::imap::Event& e) {
    static constexpr const char* names[] = {"", "attribute", "delimiter", "mailbox", "name", "value"};
    const ListField field = list.read(e);
    if (e.kind != mailmote::imap::Kind::end) return names[static_cast<std::size_t>(field)];
    const std::string delimiter = list.delimiter() == 0 ? "" : std::string(1, list.delimiter());
    return "end " + delimiter + text(list.attributes());
  }
};

void check(const std::string& input, const std::string& expected) { named::check<Names>(input, expected); }

// The fields of a LIST of one attribute.
void attribute(const std::string& word, const std::string& expected) {
  check("* LIST (" + word + ") \"/\" x\r\n", "attribute=" + word + "|delimiter=/|mailbox=x|end /" + expected + "|");
}

std::string x(std::size_t n) { return std::string(n, 'x'); }

}  // namespace

TEST_CASE("each attribute by its word, in any case") {
  for (const char* const word : words) {
    const std::string name = word;
    std::string implied;
    if (name == "noinferiors") implied = " hasnochildren";
    if (name == "nonexistent") implied = " noselect";
    const std::string expected = name == "nonexistent" ? implied + " " + name : " " + name + implied;
    attribute("\\" + name, expected);
    std::string other_case;
    for (const char c : name) other_case += static_cast<char>(c - ('a' - 'A'));
    attribute("\\" + other_case, expected);
  }
  attribute("\\AllMail", " all");  // Gmail's XLIST
  attribute("\\Starred", " flagged");
  attribute("\\Spam", " junk");
}

TEST_CASE("what is no attribute that we know") {
  for (const char* const word : {"Noselect", "\\", "\\No", "\\Noselect1", "\\\\Noselect", "\\X-Vendor", "\\*"})
    attribute(word, "");
  attribute(x(64) + "\\Noselect", "");  // the last piece of a long word is no word
  check("* LIST ({9}\r\n\\Noselect {73}\r\n" + x(64) + "\\Noselect) NIL x\r\n",
        "attribute=\\Noselect|attribute=" + x(64) + "\\Noselect|delimiter=~|mailbox=x|end  noselect|");
  check("* LIST ((\\Noselect)) \"/\" x\r\n", "delimiter=/|mailbox=x|end /|");
  check("* LIST \\Noselect \"/\" x\r\n", "delimiter=/|mailbox=x|end /|");
}

TEST_CASE("RFC 3501, RFC 6154: names in every form") {
  check("* LIST (\\Noselect) \"/\" ~/Mail/foo\r\n",
        "attribute=\\Noselect|delimiter=/|mailbox=~/Mail/foo|end / noselect|");
  check("* LIST (\\HasChildren \\Noselect) \"/\" \"[Gmail]\"\r\n",
        "attribute=\\HasChildren|attribute=\\Noselect|delimiter=/|mailbox=[Gmail]|end / noselect haschildren|");
  check("* LIST (\\Trash \\HasNoChildren) \"/\" \"[Gmail]/&BBoEPgRABDcEOAQ9BDA-\"\r\n",
        "attribute=\\Trash|attribute=\\HasNoChildren|delimiter=/|mailbox=[Gmail]/&BBoEPgRABDcEOAQ9BDA-|"
        "end / hasnochildren trash|");
  check("* LIST () \"/\" {19}\r\nLiteral Folder Name\r\n", "delimiter=/|mailbox=Literal Folder Name|end /|");
  check("* LIST () \"/\" \"a \\\"quoted\\\" \\\\ name\"\r\n", "delimiter=/|mailbox=a \"quoted\" \\ name|end /|");
  check("* LIST () \"/\" 200\r\n* LIST () \"/\" \" \"\r\n",
        "delimiter=/|mailbox=200|end /|delimiter=/|mailbox= |end /|");
  check("* LIST () \"/\" \"Entw\xc3\xbcrfe\"\r\n", "delimiter=/|mailbox=Entw\xc3\xbcrfe|end /|");
  check("* LIST () \"/\" \"" + x(300) + "\"\r\n* LIST () \"/\" {300}\r\n" + x(300) + "\r\n",
        "delimiter=/|mailbox=" + x(300) + "|end /|delimiter=/|mailbox=" + x(300) + "|end /|");
  check("* LSUB () \".\" #news.comp.mail.mime\r\n", "delimiter=.|mailbox=#news.comp.mail.mime|end .|");
  check("* List (\\HasNoChildren) \"/\" \"INBOX\"\r\n",
        "attribute=\\HasNoChildren|delimiter=/|mailbox=INBOX|end / hasnochildren|");
  check("* XLIST (\\HasNoChildren \\Inbox) \"/\" \"Inbox\"\r\n",
        "attribute=\\HasNoChildren|attribute=\\Inbox|delimiter=/|mailbox=Inbox|end / hasnochildren inbox|");
}

TEST_CASE("delimiters: none, Domino's backslash, what is none") {
  check("* LIST (\\Noselect) \"/\" \"\"\r\n", "attribute=\\Noselect|delimiter=/|mailbox=|end / noselect|");
  check("* LIST () NIL \"Folder1\"\r\n", "delimiter=~|mailbox=Folder1|end |");
  check("* LIST () \"\" \"Folder2\"\r\n", "delimiter=|mailbox=Folder2|end |");
  check("* LIST () \"\\\\\" \"Work\\\\2024\"\r\n", "delimiter=\\|mailbox=Work\\2024|end \\|");
  check("* LIST () \"//\" x\r\n", "delimiter=//|mailbox=x|end |");
  check("* LIST () {65}\r\n" + x(65) + " y\r\n", "delimiter=" + x(65) + "|mailbox=y|end |");
  check("* LIST () (\"/\") x\r\n", "mailbox=x|end |");
}

TEST_CASE("RFC 5258, RFC 9051: extended data") {
  check("* LIST () \"/\" \"Foo\" (\"CHILDINFO\" (\"SUBSCRIBED\"))\r\n",
        "delimiter=/|mailbox=Foo|name=CHILDINFO|value=SUBSCRIBED|end /|");
  check("* LIST (\\NonExistent) \"/\" \"Moo\" (\"CHILDINFO\" (\"SUBSCRIBED\" \"REMOTE\") \"TABLERO\" ())\r\n",
        "attribute=\\NonExistent|delimiter=/|mailbox=Moo|name=CHILDINFO|value=SUBSCRIBED|value=REMOTE|name=TABLERO|"
        "end / noselect nonexistent|");
  check("* LIST () \"/\" INBOX (\"OLDNAME\" (\"inbox\") X 1 Y ((a) b))\r\n",
        "delimiter=/|mailbox=INBOX|name=OLDNAME|value=inbox|name=X|value=1|name=Y|value=a|value=b|end /|");
  check("* LIST () \"/\" x y z ((a) b) c\r\n", "delimiter=/|mailbox=x|end /|");
  check("* LIST () \"/\" (x) ((a) b)\r\n", "delimiter=/|value=b|end /|");
}

TEST_CASE("each response begins anew, and those of another keyword have no fields") {
  check("* LIST (\\Marked) \"/\" INBOX\r\n* STATUS \"INBOX\" (MESSAGES 17)\r\n* LIST () NIL foo\r\nA1 OK done\r\n",
        "attribute=\\Marked|delimiter=/|mailbox=INBOX|end / marked|end |delimiter=~|mailbox=foo|end |end |");
  check("* FLAGS (\\Noselect) \"/\" x\r\n* 1 FETCH (\\Noselect) \"/\" x\r\n* LISTRIGHTS (\\Noselect) \"/\" x\r\n",
        "end |end |end |");
  check("* OK [LIST (\\Noselect)] x\r\n", "end |");
  check("* LIST\r\n* LIST ()\r\n* LIST (\r\n* LIST (\\Marked \"/\" x\r\n",
        "end |end |end |attribute=\\Marked|attribute=/|attribute=x|end  marked|");
}
