// The fields of BODYSTRUCTURE, and the numbers of its parts.
//
// A part is a list whose values are known by their order. What is left out, or stands where it should not, shows by its
// form: a list in the place of the type is a part within a multipart, one in the place of the line count an envelope.
// All that is kept of the parts around is one bit: multipart, or message.
#include <mailmote/imap/fetch.hpp>

#include <mailmote/wire/words.hpp>

namespace mailmote::imap {

namespace {

// The parameters whose values have a name of their own, in the order of Field. The last is one of Content-Disposition.
constexpr auto named = wire::make_words("CHARSET NAME BOUNDARY FILENAME ");
constexpr std::uint8_t filename = 3;

}  // namespace

void Fetch::begin_structure() {
  depth_ = items_;
  message_ = bit(depth_);
  multipart_ = 0;
  next_ = slot_body;
}

Field Fetch::structure_field(const Event& e) {
  const std::size_t depth = e.path.size();
  path_ = e.path.data();
  part_ = depth_;
  if (depth > depth_) return list_value(e);
  if (depth == depth_) {
    if (e.kind == Kind::value) return part_value(e);
    return e.kind == Kind::open ? part_list() : Field::none;
  }
  --depth_;
  next_ = (message_ & bit(depth_)) != 0 ? slot_lines : slot_type;
  return Field::part_end;
}

// What follows in the part.
Fetch::Slot Fetch::behind(Slot slot) const {
  if (slot == slot_parameters && (multipart_ & bit(depth_)) != 0) return slot_disposition;
  if (slot < slot_extension) return static_cast<Slot>(slot + 1);
  if (slot == slot_body) return slot_lines;
  return slot == slot_envelope ? slot_disposition : slot_extension;
}

// A value of the innermost part.
Field Fetch::part_value(const Event& e) {
  Slot slot = next_;
  if (slot == slot_type) {
    if ((multipart_ & bit(depth_)) != 0) slot = slot_subtype;  // behind its parts
    nil_type_ = e.form == Form::nil;
  } else if (slot == slot_subtype) {
    // Gmail: (NIL "alternative" ...), a multipart of no parts
    if (nil_type_ && e.form != Form::nil) multipart_ |= bit(depth_);
  } else if (slot == slot_lines && e.form != Form::atom) {
    slot = slot_md5;  // only text has lines, and some servers do not count them
  }
  if (e.last) next_ = behind(slot);
  if (slot == slot_parameters || slot > slot_extension) return Field::none;
  return static_cast<Field>(static_cast<unsigned>(Field::type) + slot);
}

// A list opens in the innermost part.
Field Fetch::part_list() {
  list_ = next_;
  if (list_ == slot_type || list_ == slot_body) {
    if (list_ == slot_type) multipart_ |= bit(depth_);
    part_ = ++depth_;
    multipart_ &= ~bit(depth_);
    message_ &= ~bit(depth_);
    next_ = slot_type;
    return Field::part;
  }
  if (list_ == slot_subtype) list_ = slot_parameters;  // a type of one word
  if (list_ == slot_lines) list_ = slot_envelope;      // or Exchange's () for the MD5
  next_ = behind(list_);
  parameter_ = Field::extension;
  return Field::none;
}

// Something in a list of the innermost part.
Field Fetch::list_value(const Event& e) {
  if (list_ == slot_envelope) {
    message_ |= bit(depth_);
    next_ = slot_body;
  }
  if (e.kind != Kind::value) {
    parameter_ = Field::extension;  // a list is no name
    return Field::none;
  }
  const std::size_t inner = e.path.size() - depth_;
  if (list_ == slot_parameters && inner == 1) return parameter(e, Field::parameter_name);
  if (list_ == slot_language && inner == 1) return Field::language;
  if (list_ == slot_disposition) {
    if (inner == 1) return path_[depth_] == 0 ? Field::disposition : Field::none;
    if (inner == 2 && path_[depth_] == 1) return parameter(e, Field::disposition_parameter_name);
  }
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
  return part_ <= items_ ? std::uint8_t{0} : static_cast<std::uint8_t>(part_ - items_ - 1);
}

std::string_view Fetch::section(std::span<char> out) const {
  std::size_t length = 0;
  for (std::size_t depth = items_; depth < part_; ++depth) {
    std::uint32_t number = 1;  // of a single part that is a message's whole body
    if ((message_ & bit(depth)) == 0) {
      number = path_[depth - 1] + 1U;
    } else if ((multipart_ & bit(depth + 1)) != 0) {
      continue;
    }
    char digits[6];  // the last first, a dot behind them
    std::size_t count = 0;
    for (; number != 0; number /= 10) digits[count++] = static_cast<char>('0' + number % 10);
    if (length != 0) digits[count++] = '.';
    if (out.size() - length < count) return {};
    while (count != 0) out[length++] = digits[--count];
  }
  return {out.data(), length};
}

}  // namespace mailmote::imap
