#include <mailmote/search_key.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace mailmote;

namespace {

// What a row looks like with its groups shown.
std::string shown(const std::vector<SearchKey>& keys) {
  REQUIRE(is_complete(keys));
  std::string text;
  SearchNesting nesting;
  for (const SearchKey& key : keys) {
    text += key.term == SearchTerm::group    ? "("
            : key.term == SearchTerm::negate ? "!"
            : key.term == SearchTerm::either ? "|"
                                             : "a";
    text.append(nesting.take(key), ')');
  }
  CHECK(nesting.due() == 0);
  return text;
}

const SearchKey a = key::all(), both = key::either(), none = key::negate();

SearchKey group(std::uint32_t n) { return key::all_of(n); }

}  // namespace

TEST_CASE("names of terms, and back, in any case") {
  for (std::uint8_t t = 0; t <= static_cast<std::uint8_t>(SearchTerm::unseen); ++t) {
    const auto term = static_cast<SearchTerm>(t);
    CHECK_FALSE(name(term).empty());
    CHECK(search_term_named(name(term)) == term);
  }
  CHECK(name(SearchTerm::all) == "ALL");
  CHECK(name(SearchTerm::new_mail) == "NEW");
  CHECK(name(SearchTerm::either) == "OR");
  CHECK(name(SearchTerm::unseen) == "UNSEEN");
  CHECK(name(SearchTerm::number).empty());
  CHECK(name(SearchTerm::group).empty());
  CHECK(search_term_named("sentBEFORE") == SearchTerm::sent_before);
  for (const char* none_of_them : {"", " ", "UNSEE", "UNSEENX", "ALL ", "1"})
    CHECK(search_term_named(none_of_them) == SearchTerm::number);
}

TEST_CASE("what stands behind a name") {
  CHECK(argument_of(SearchTerm::all) == SearchArgument::none);
  CHECK(argument_of(SearchTerm::bcc) == SearchArgument::text);
  CHECK(argument_of(SearchTerm::before) == SearchArgument::date);
  CHECK(argument_of(SearchTerm::header) == SearchArgument::field_and_text);
  CHECK(argument_of(SearchTerm::keyword) == SearchArgument::keyword);
  CHECK(argument_of(SearchTerm::unkeyword) == SearchArgument::keyword);
  CHECK(argument_of(SearchTerm::larger) == SearchArgument::octets);
  CHECK(argument_of(SearchTerm::smaller) == SearchArgument::octets);
  CHECK(argument_of(SearchTerm::uid) == SearchArgument::set);
  CHECK(argument_of(SearchTerm::number) == SearchArgument::set);
  CHECK(argument_of(SearchTerm::group) == SearchArgument::keys);
  CHECK(argument_of(SearchTerm::negate) == SearchArgument::keys);
  CHECK(argument_of(SearchTerm::either) == SearchArgument::keys);
  for (const SearchTerm t :
       {SearchTerm::on, SearchTerm::since, SearchTerm::sent_before, SearchTerm::sent_on, SearchTerm::sent_since})
    CHECK(argument_of(t) == SearchArgument::date);
  for (const SearchTerm t :
       {SearchTerm::body, SearchTerm::cc, SearchTerm::from, SearchTerm::subject, SearchTerm::text, SearchTerm::to})
    CHECK(argument_of(t) == SearchArgument::text);
  for (const SearchTerm t :
       {SearchTerm::answered, SearchTerm::deleted, SearchTerm::draft, SearchTerm::flagged, SearchTerm::new_mail,
        SearchTerm::old, SearchTerm::recent, SearchTerm::seen, SearchTerm::unanswered, SearchTerm::undeleted,
        SearchTerm::undraft, SearchTerm::unflagged, SearchTerm::unseen})
    CHECK(argument_of(t) == SearchArgument::none);
}

TEST_CASE("rows of keys and their groups") {
  CHECK(shown({a}) == "a");
  CHECK(shown({a, a, a}) == "aaa");
  CHECK(shown({none, a, a}) == "!aa");
  CHECK(shown({both, a, none, a}) == "|a!a");
  CHECK(shown({group(1), a}) == "(a)");
  CHECK(shown({group(2), a, a, a}) == "(aa)a");
  CHECK(shown({both, group(2), a, a, group(1), none, a}) == "|(aa)(!a)");
  CHECK(shown({group(1), group(1), group(2), both, a, a, a}) == "(((|aaa)))");
  CHECK(shown({none, group(2), a, group(2), a, a, a}) == "!(a(aa))a");
  CHECK(shown({both, both, a, a, group(1), a}) == "||aa(a)");
}

TEST_CASE("rows that are not complete") {
  for (const std::vector<SearchKey>& keys : std::vector<std::vector<SearchKey>>{
           {},
           {none},
           {both},
           {both, a},
           {both, none, a},
           {a, none},
           {group(0)},
           {group(0), a},
           {group(1)},
           {group(2), a},
           {group(2), a, group(1)},
           {group(UINT32_MAX), a},
           {group(2), group(2), group(2), a, a, a},
       })
    CHECK_FALSE(is_complete(keys));
}

TEST_CASE("groups within groups, up to the limit") {
  for (std::size_t depth = max_search_depth - 1; depth <= max_search_depth + 1; ++depth) {
    std::vector<SearchKey> keys(depth, group(1));
    CHECK_FALSE(is_complete(keys));
    keys.push_back(a);
    CHECK(is_complete(keys) == (depth <= max_search_depth));
    std::vector<SearchKey> twice = keys;
    twice.insert(twice.end(), keys.begin(), keys.end());
    CHECK(is_complete(twice) == (depth <= max_search_depth));
  }
}

TEST_CASE("a row that is too deep harms nobody who follows it all the same") {
  SearchNesting nesting;
  for (std::size_t i = 0; i < 3 * max_search_depth; ++i) nesting.take(group(1));
  CHECK_FALSE(nesting.fits());
  nesting.take(a);
}

TEST_CASE("ranges are joined with their kind only") {
  const SearchKey uids = key::uids({1, 2}), numbers = key::numbers({1, 2});
  using key::or_more;
  CHECK(is_complete(std::vector{or_more(uids), or_more(uids), uids}));
  CHECK(is_complete(std::vector{none, or_more(uids), uids, a}));
  CHECK_FALSE(is_complete(std::vector{or_more(uids)}));
  CHECK_FALSE(is_complete(std::vector{or_more(uids), numbers}));
  CHECK_FALSE(is_complete(std::vector{or_more(uids), a}));
  CHECK_FALSE(is_complete(std::vector{or_more(a), a}));
  CHECK_FALSE(is_complete(std::vector{or_more(none), none, a}));
}

TEST_CASE("texts beyond ASCII") {
  CHECK_FALSE(is_beyond_ascii(std::vector{a, key::from("joe"), key::header("X", "y")}));
  CHECK(is_beyond_ascii(std::vector{a, key::header("X", "\xc3\xa4")}));
}
