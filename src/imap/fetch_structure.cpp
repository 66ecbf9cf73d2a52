// The fields of BODYSTRUCTURE, and the numbers of its parts.
//
// A part is a list whose values are known by their order. What is left out, or stands where it should not, shows by its
// form: a list in the place of the type is a part within a multipart, one in the place of the line count an envelope.
// All that is kept of the parts around is one bit: multipart, or message.
#include <mailmote/imap/fetch.hpp>

#include <cstring>

#include <mailmote/wire/words.hpp>

#include "reader_octets.hpp"

namespace mailmote::imap {

namespace {

// The parameters whose values have a name of their own, in the order of Field. The last is one of Content-Disposition.
constexpr auto named = wire::make_words("charset name boundary filename ");
constexpr std::uint8_t filename = 3;

}  // namespace

// By Slot: the name of a value there, and what comes next.
constexpr Fetch::SlotRow Fetch::slots[] = {
    {Field::type, slot_subtype},
    {Field::subtype, slot_parameters},
    {Field::none, slot_content_id},
    {Field::content_id, slot_description},
    {Field::description, slot_encoding},
    {Field::encoding, slot_octets},
    {Field::octets, slot_lines},
    {Field::lines, slot_md5},
    {Field::md5, slot_disposition},
    {Field::disposition, slot_language},
    {Field::language, slot_location},
    {Field::location, slot_extension},
    {Field::extension, slot_extension},
    {Field::none, slot_disposition},              // slot_envelope: list_value() sees whether it is one
    {Field::none, slot_lines},                    // slot_body
    {Field::subtype, slot_multipart_parameters},  // slot_parts
    {Field::none, slot_disposition},              // slot_multipart_parameters
};

void Fetch::begin_structure() {
  depth_ = items_;
  message_ = bit(depth_);
  multipart_ = 0;
  next_ = slot_body;
  ended_ = false;
}

Field Fetch::structure_field(const Event& e) {
  path_ = e.path.data();
  const std::size_t depth = e.path.size();
  if (depth > depth_) return list_value(e);
  if (depth < depth_) {
    if (ended_) {
      --depth_;
      next_ = (message_ & bit(depth_)) != 0 ? slot_lines : slot_parts;
    }
    ended_ = depth < depth_;
    if (ended_) return Field::part_end;
  }
  if (e.kind == Kind::value) return part_value(e);
  return e.kind == Kind::open ? part_list() : Field::none;
}

// A value of the innermost part. What most of them are depends on nothing but their place: a large machine asks first.
inline Field Fetch::part_value(const Event& e) {
  const bool depends = next_ <= slot_subtype || next_ == slot_lines;
  return wide && !depends ? value_at(next_, e) : odd_value(e);
}

Field Fetch::odd_value(const Event& e) {
  Slot slot = next_;
  const bool is_nil = e.form == Form::nil;
  if (slot == slot_type) nil_type_ = is_nil;
  // Gmail: (NIL "alternative" ...), a multipart of no parts
  if (slot == slot_subtype && nil_type_ && !is_nil) {
    slot = slot_parts;
    multipart_ |= bit(depth_);
  }
  // Only text has lines, and some servers do not count them.
  if (slot == slot_lines && e.form != Form::atom) slot = slot_md5;
  return value_at(slot, e);
}

inline Field Fetch::value_at(Slot slot, const Event& e) {
  if (e.last) next_ = slots[slot].next;
  return slots[slot].field;
}

// A list opens in the innermost part.
inline Field Fetch::part_list() {
  list_ = next_;
  if (list_ == slot_type || list_ == slot_parts || list_ == slot_body) {
    if (list_ != slot_body) multipart_ |= bit(depth_);
    ++depth_;
    multipart_ &= ~bit(depth_);
    message_ &= ~bit(depth_);
    next_ = slot_type;
    return Field::part;
  }
  if (list_ == slot_subtype) list_ = slot_parameters;  // a type of one word
  if (list_ == slot_lines) list_ = slot_envelope;      // or Exchange's () for the MD5
  next_ = slots[list_].next;
  parameter_ = Field::extension;
  return Field::none;
}

// Something in a list of the innermost part.
inline Field Fetch::list_value(const Event& e) {
  const std::size_t inner = e.path.size() - depth_;
  if (list_ == slot_envelope) {
    message_ |= bit(depth_);
    next_ = slot_body;
  }
  if (e.kind != Kind::value) {
    parameter_ = Field::extension;  // a list is no name
    return Field::none;
  }
  if (inner == 1) {
    if (list_ == slot_parameters || list_ == slot_multipart_parameters) return parameter(e, Field::parameter_name);
    if (list_ == slot_language) return Field::language;
    if (list_ == slot_disposition) return path_[depth_] == 0 ? Field::disposition : Field::none;
  }
  if (inner == 2 && list_ == slot_disposition && path_[depth_] == 1)
    return parameter(e, Field::disposition_parameter_name);
  return Field::extension;
}

// A name, or the value behind it.
Field Fetch::parameter(const Event& e, Field name) {
  if (path_[e.path.size() - 1] % 2 != 0) return parameter_;
  parameter_ = name == Field::parameter_name ? Field::parameter : Field::disposition_parameter;
  const std::uint8_t index = begins_ && e.last ? named.index(e.bytes) : wire::no_word;
  begins_ = e.last;
  const bool of_disposition = index == filename;
  if (index != wire::no_word && of_disposition == (name == Field::disposition_parameter_name))
    parameter_ = static_cast<Field>(static_cast<unsigned>(Field::charset) + index);
  return name;
}

std::uint8_t Fetch::part_depth() const {
  return depth_ <= items_ ? std::uint8_t{0} : static_cast<std::uint8_t>(depth_ - items_ - 1);
}

std::string_view Fetch::section(std::span<char> out) const {
  char* const front = out.data();
  char* const end = front + out.size();
  char* at = end;  // written from behind: the innermost number first, and of each its last digit
  for (std::size_t depth = depth_; depth-- > items_;) {
    unsigned number = 1;  // of a single part that is a message's whole body
    if ((message_ & bit(depth)) == 0) {
      number = path_[depth - 1] + 1U;
    } else if ((multipart_ & bit(depth + 1)) != 0) {
      continue;
    }
    if (at != end) {
      if (at == front) return {};
      *--at = '.';
    }
    for (; number != 0; number /= 10) {
      if (at == front) return {};
      *--at = static_cast<char>('0' + number % 10);
    }
  }
  const auto length = static_cast<std::size_t>(end - at);
  if (length != 0) std::memmove(front, at, length);
  return {front, length};
}

}  // namespace mailmote::imap
