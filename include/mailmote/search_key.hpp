// What to look for in a mailbox: the search keys of RFC 3501 6.4.4, as a flat row that says any program of them.
//
//   const SearchKey keys[] = {key::unseen(), key::either(), key::from("joe"), key::negate(), key::since({2024, 2, 1})};
//
// looks for what is unread and either from Joe or older than February. All keys of a row have to match. An operator
// stands before its operands: negate() before one key, either() before two, all_of(n) before the n keys of a group;
// each of them may be an operator with its own. Texts stay the caller's, and no row allocates.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/message_set.hpp>
#include <mailmote/wire/date.hpp>

namespace mailmote {

// In alphabetical order but for the last two.
enum class SearchTerm : std::uint8_t {
  all,
  answered,
  bcc,
  before,
  body,
  cc,
  deleted,
  draft,
  flagged,
  from,
  header,
  keyword,
  larger,
  new_mail,
  negate,  // NOT
  old,
  on,
  either,  // OR
  recent,
  seen,
  sent_before,
  sent_on,
  sent_since,
  since,
  smaller,
  subject,
  text,
  to,
  uid,
  unanswered,
  undeleted,
  undraft,
  unflagged,
  unkeyword,
  unseen,
  number,  // by the messages' own numbers
  group,   // keys that all have to match
};

// "SENTBEFORE"; empty for number and group.
std::string_view name(SearchTerm term);
// Of a name in any case; number if it is none.
SearchTerm search_term_named(std::string_view name);

// What stands behind the name of a term.
enum class SearchArgument : std::uint8_t { text, keyword, field_and_text, date, octets, set, keys, none };
SearchArgument argument_of(SearchTerm term);

struct SearchKey {
  SearchTerm term = SearchTerm::all;
  bool joined = false;       // uid, number: the key behind it is of the same term, and one set with this one
  wire::Date date;           // before, on, since, and the same of the Date field
  std::uint32_t number = 0;  // larger, smaller: octets; group: how many keys
  Range range;               // uid, number
  std::string_view text;     // what is looked for; UTF-8
  std::string_view field;    // header: which

  constexpr SearchKey() = default;
  constexpr explicit SearchKey(SearchTerm t) : term(t) {}
  constexpr SearchKey(SearchTerm t, std::string_view what) : term(t), text(what) {}
  constexpr SearchKey(SearchTerm t, wire::Date day) : term(t), date(day) {}
  constexpr SearchKey(SearchTerm t, std::uint32_t n) : term(t), number(n) {}
  constexpr SearchKey(SearchTerm t, Range r) : term(t), range(r) {}

  // Keys right behind it that belong to it.
  std::size_t operands() const;
};

constexpr std::size_t max_search_depth = 16;  // groups within groups

// Every operator has its operands, groups do not stand too deep in each other, and there is a key at all. What the keys
// hold is not looked at.
bool is_complete(std::span<const SearchKey> keys);

// Follows a complete row from key to key, to tell where groups end.
class SearchNesting {
 public:
  // How many groups end behind `key`, the next one.
  std::size_t take(const SearchKey& key);

  std::size_t due() const { return due_; }                 // keys that are to come, as far as is known
  bool fits() const { return depth_ < max_search_depth; }  // one more group

 private:
  std::size_t due_ = 0;
  std::size_t depth_ = 0;
  std::array<std::uint16_t, max_search_depth> ends_{};  // of each open group: due_ behind its last key
};

// One of the texts is not ASCII.
bool is_beyond_ascii(std::span<const SearchKey> keys);

namespace key {

constexpr SearchKey all() { return SearchKey(SearchTerm::all); }

// Flags.
constexpr SearchKey answered() { return SearchKey(SearchTerm::answered); }
constexpr SearchKey deleted() { return SearchKey(SearchTerm::deleted); }
constexpr SearchKey draft() { return SearchKey(SearchTerm::draft); }
constexpr SearchKey flagged() { return SearchKey(SearchTerm::flagged); }
constexpr SearchKey new_mail() { return SearchKey(SearchTerm::new_mail); }  // recent and unseen
constexpr SearchKey old() { return SearchKey(SearchTerm::old); }            // not recent
constexpr SearchKey recent() { return SearchKey(SearchTerm::recent); }
constexpr SearchKey seen() { return SearchKey(SearchTerm::seen); }
constexpr SearchKey unanswered() { return SearchKey(SearchTerm::unanswered); }
constexpr SearchKey undeleted() { return SearchKey(SearchTerm::undeleted); }
constexpr SearchKey undraft() { return SearchKey(SearchTerm::undraft); }
constexpr SearchKey unflagged() { return SearchKey(SearchTerm::unflagged); }
constexpr SearchKey unseen() { return SearchKey(SearchTerm::unseen); }
constexpr SearchKey keyword(std::string_view word) { return {SearchTerm::keyword, word}; }
constexpr SearchKey unkeyword(std::string_view word) { return {SearchTerm::unkeyword, word}; }

// Texts, found in any case, anywhere in what the key names.
constexpr SearchKey bcc(std::string_view what) { return {SearchTerm::bcc, what}; }
constexpr SearchKey body(std::string_view what) { return {SearchTerm::body, what}; }
constexpr SearchKey cc(std::string_view what) { return {SearchTerm::cc, what}; }
constexpr SearchKey from(std::string_view what) { return {SearchTerm::from, what}; }
constexpr SearchKey subject(std::string_view what) { return {SearchTerm::subject, what}; }
constexpr SearchKey text(std::string_view what) { return {SearchTerm::text, what}; }  // header or body
constexpr SearchKey to(std::string_view what) { return {SearchTerm::to, what}; }
// Empty `what`: any message that has the field.
constexpr SearchKey header(std::string_view field, std::string_view what) {
  SearchKey key{SearchTerm::header, what};
  key.field = field;
  return key;
}

// Days: when the message came; sent...: by its Date field.
constexpr SearchKey before(wire::Date day) { return {SearchTerm::before, day}; }
constexpr SearchKey on(wire::Date day) { return {SearchTerm::on, day}; }
constexpr SearchKey since(wire::Date day) { return {SearchTerm::since, day}; }
constexpr SearchKey sent_before(wire::Date day) { return {SearchTerm::sent_before, day}; }
constexpr SearchKey sent_on(wire::Date day) { return {SearchTerm::sent_on, day}; }
constexpr SearchKey sent_since(wire::Date day) { return {SearchTerm::sent_since, day}; }

// Octets.
constexpr SearchKey larger(std::uint32_t octets) { return {SearchTerm::larger, octets}; }
constexpr SearchKey smaller(std::uint32_t octets) { return {SearchTerm::smaller, octets}; }

// Messages. or_more() joins several ranges to one set: uids({1, 3}), or_more() of it, before uids({7, 7}).
constexpr SearchKey uids(Range range) { return {SearchTerm::uid, range}; }
constexpr SearchKey numbers(Range range) { return {SearchTerm::number, range}; }
constexpr SearchKey or_more(SearchKey key) {
  key.joined = true;
  return key;
}

// Operators.
constexpr SearchKey negate() { return SearchKey(SearchTerm::negate); }
constexpr SearchKey either() { return SearchKey(SearchTerm::either); }
constexpr SearchKey all_of(std::uint32_t keys) { return {SearchTerm::group, keys}; }

}  // namespace key

}  // namespace mailmote
