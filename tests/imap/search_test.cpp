#include <mailmote/imap/search.hpp>

#include "named.hpp"

using mailmote::imap::SearchField;

namespace {

// "uid." in front of what stands behind UID.
struct Names {
  mailmote::imap::Search search;
  mailmote::imap::Esearch esearch;
  std::string operator()(const mailmote::imap::Event& e) {
    static constexpr const char* names[] = {"none", "number", "item", "other",   "min",
                                            "max",  "count",  "all",  "mod_seq", "tag"};
    static_assert(std::size(names) == static_cast<std::size_t>(SearchField::tag) + 1);
    const SearchField of_search = search.read(e), of_esearch = esearch.read(e);
    CHECK((of_search == SearchField::none || of_esearch == SearchField::none));
    const SearchField field = of_search == SearchField::none ? of_esearch : of_search;
    if (field == SearchField::none || field == SearchField::item) return {};
    return (esearch.uid() ? "uid." : "") + std::string(names[static_cast<std::size_t>(field)]);
  }
};

struct Items {
  mailmote::imap::Esearch search;
  std::string operator()(const mailmote::imap::Event& e) { return search.read(e) == SearchField::item ? "item" : ""; }
};

void check(const std::string& input, const std::string& expected) { named::check<Names>(input, expected); }

std::string x(std::size_t n) { return std::string(n, 'x'); }

}  // namespace

TEST_CASE("SEARCH: numbers") {
  check("* SEARCH 2 3 6 84 882\r\n", "number=2|number=3|number=6|number=84|number=882|");
  check("* SEARCH\r\n* SEARCH \r\n", "");
  check("* SEARCH 2 3 \r\n", "number=2|number=3|");  // Exchange
  check("* search 4294967295\r\n", "number=4294967295|");
  check("* SEARCH x NIL \"5\"\r\n", "number=x|number=~|number=5|");  // what is no number shows as the caller reads it
}

TEST_CASE("SEARCH with MODSEQ (RFC 7162 3.1.5)") {
  check("* SEARCH 2 5 (MODSEQ 917162500)\r\n", "number=2|number=5|mod_seq=917162500|");
  check("* SEARCH (modseq 917162500)\r\n", "mod_seq=917162500|");
  check("* SEARCH (MODSEQ 1 X 2)\r\n", "mod_seq=1|other=2|");
  check("* SEARCH (ALL 1 TAG 2 MIN 3 UID 4)\r\n", "other=1|other=2|other=3|other=4|");
  check("* SEARCH (MODSEQ (1)) ((MODSEQ) 2) 3\r\n", "other=2|number=3|");
}

TEST_CASE("ESEARCH: every kind (RFC 4731, 5267, 9394)") {
  check("* ESEARCH (TAG \"A282\") MIN 2 COUNT 3\r\n", "tag=A282|min=2|count=3|");
  check("* ESEARCH (TAG \"A283\") UID ALL 2,10:11,4294967295 MODSEQ 1236\r\n",
        "tag=A283|uid.all=2,10:11,4294967295|uid.mod_seq=1236|");
  check("* ESEARCH (TAG \"A284\")\r\n", "tag=A284|");
  check("* ESEARCH (TAG \"A285\") UID PARTIAL (-1:-100 NIL) ADDTO (0 32768:32769) MAX 7\r\n",
        "tag=A285|uid.other=-1:-100|uid.other=~|uid.other=0|uid.other=32768:32769|uid.max=7|");
  check("* esearch (tag A1) uid min 1 max 2 count 3 all 1:2\r\n",
        "tag=A1|uid.min=1|uid.max=2|uid.count=3|uid.all=1:2|");
  named::check<Items>("* ESEARCH (TAG \"A\") UID X 1 MIN 2\r\n", "item=TAG|item=UID|item=X|item=MIN|");
}

TEST_CASE("ESEARCH without its correlator (RFC 9051)") {
  check("* ESEARCH UID ALL 1:3\r\n", "uid.all=1:3|");
  check("* ESEARCH ALL 1:3\r\n", "all=1:3|");
  check("* ESEARCH COUNT 0\r\n* ESEARCH\r\n* ESEARCH UID\r\n", "count=0|");
  check("* ESEARCH PARTIAL (1:2 3) MIN 1\r\n", "other=1:2|other=3|min=1|");
}

TEST_CASE("a set beyond the scratch keeps its name") {
  std::string set = "1";
  for (int i = 2; i < 100; ++i) set += "," + std::to_string(2 * i);
  check("* ESEARCH (TAG \"A\") ALL " + set + " COUNT 99\r\n", "tag=A|all=" + set + "|count=99|");
  check("* ESEARCH (TAG \"" + x(100) + "\") " + x(64) + "MIN 1 MAX 2\r\n", "tag=" + x(100) + "|other=1|max=2|");
  check("* ESEARCH {67}\r\n" + x(64) + "UID 5 MAX 2\r\n", "other=5|max=2|");
}

TEST_CASE("ESEARCH: what is out of form costs nothing else anything") {
  check("* ESEARCH (TAG \"A\" X \"B\") (MIN 1) MIN () MAX 2 ALL (1:2)\r\n",
        "tag=A|other=B|other=MIN|other=1|max=2|other=1:2|");
  check("* ESEARCH (TAG (\"A\")) MIN 1\r\n", "min=1|");
  check("* ESEARCH TAG A MIN 1\r\n", "other=A|min=1|");
  check("* ESEARCH MIN\r\n* ESEARCH 5 6\r\n", "other=6|");
}

TEST_CASE("each response begins anew, and those of another keyword have no fields") {
  check("* ESEARCH UID MIN 5\r\n* SEARCH 1\r\n* ESEARCH MIN 5\r\n", "uid.min=5|number=1|min=5|");
  check("* SORT 2 84\r\n* STATUS 1 (MODSEQ 5)\r\n* VANISHED 41\r\nA1 SEARCH 1\r\n* OK [SEARCH 1] x\r\n", "");
}
