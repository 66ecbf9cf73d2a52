// Items of a FETCH response, and the fields of ENVELOPE.
//
// The items stand in a list of names and values in turn, {0, 0} and {0, 1}; each value, or list, is judged by the name
// in front of it and by how deep it stands.
#include <mailmote/imap/fetch.hpp>

#include "item_words.hpp"

namespace mailmote::imap {

namespace {

constexpr std::size_t item_depth = 2;  // length of the path of an item's name or value

// In the order of item_words.
constexpr Item items[] = {Item::uid,       Item::flags,     Item::size,    Item::internal_date, Item::envelope,
                          Item::structure, Item::structure, Item::modseq,  Item::gm_msgid,      Item::gm_thrid,
                          Item::gm_labels, Item::content,   Item::content, Item::binary_size,   Item::content,
                          Item::content,   Item::content};

// BODY[1.2]: what stands in the brackets does not count.
Item bracket_named(std::string_view name) {
  std::size_t length = 0;
  while (length != name.size() && name[length++] != '[') {}
  const std::uint8_t index = item_words.index({name.data(), length});
  return index == wire::no_word ? Item::other : items[index];
}

Item item_named(const std::string_view& name) {
  const std::uint8_t index = item_words.index(name);
  return index == wire::no_word ? bracket_named(name) : items[index];
}

constexpr std::uint32_t bit_of(Item item) { return std::uint32_t{1} << static_cast<unsigned>(item); }

constexpr auto plus(Field field, std::size_t n) { return static_cast<Field>(static_cast<std::size_t>(field) + n); }

}  // namespace

Field Fetch::read(const Event& e) {
  const std::size_t depth = e.path.size();
  if (depth <= items_) return item_field(e);
  if (item_ == Item::envelope) return envelope_field(e, depth - items_);
  if (item_ == Item::structure) return structure_field(e);
  return item_value(e, depth - items_);
}

// An item's name, a value that is no list, or what begins and ends a list.
Field Fetch::item_field(const Event& e) {
  const std::size_t depth = e.path.size();
  if (e.kind == Kind::begin) {
    *this = Fetch();
    if (e.response == Response::fetch) items_ = item_depth;
    return Field::none;
  }
  if (depth < items_) {
    if (items_ == item_depth + 1 && depth == item_depth) --items_;  // Domino's parentheses are closed
    return Field::none;
  }
  if (!value_next_) return item_name(e);
  if (e.kind == Kind::close || (e.kind == Kind::value && e.last)) value_next_ = false;
  if (item_ == Item::structure) return structure_field(e);
  return item_value(e, 0);
}

inline Field Fetch::item_name(const Event& e) {
  if (e.kind != Kind::value) {
    item_ = Item::other;
    // Domino: `(UID 7 (ENVELOPE (...)) FLAGS ())`
    if (e.kind == Kind::open && items_ == item_depth) ++items_;
    return Field::none;
  }
  if (begins_) item_ = e.form == Form::atom ? item_named(e.bytes) : Item::other;
  begins_ = e.last;
  value_next_ = e.last;
  if (item_ == Item::structure) begin_structure();
  return Field::item;
}

// Of an item that has no fields of its own. `depth`: 0 for its value, 1 if that is a list.
Field Fetch::item_value(const Event& e, std::size_t depth) const {
  if (e.kind != Kind::value) return Field::none;
  if (item_ == Item::other) return Field::other;
  constexpr std::uint32_t lists = bit_of(Item::flags) | bit_of(Item::modseq) | bit_of(Item::gm_labels);
  const bool is_list = (lists & bit_of(item_)) != 0;
  if (depth != (is_list ? 1U : 0U) || item_ == Item::envelope) return Field::none;
  if (is_list && e.form == Form::nil) return Field::none;  // Gmail: NIL among the labels
  return plus(Field::other, static_cast<std::size_t>(item_));
}

// `depth`: 1 for the values of the envelope itself, 3 for those of an address.
inline Field Fetch::envelope_field(const Event& e, std::size_t depth) {
  if (e.kind != Kind::value) {
    if (e.kind == Kind::open && depth == 1) address_index_ = UINT16_MAX;
    if (e.kind == Kind::open && depth == 2) ++address_index_;  // NIL may stand between addresses, and does not count
    return Field::none;
  }
  const std::uint16_t* const position = e.path.data() + items_;
  const std::size_t field = position[0];
  const bool is_address = field - 2 < 6;
  if (depth == 3) {
    if (!is_address || position[2] > static_cast<std::size_t>(AddressPart::host)) return Field::none;
    address_ = static_cast<AddressPart>(position[2]);
  } else if (depth != 1 || is_address || field > 9) {
    return Field::none;
  }
  return plus(Field::date, field);
}

}  // namespace mailmote::imap
