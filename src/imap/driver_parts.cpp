// The parts of a message, one by one, as BODYSTRUCTURE tells of them.
#include <mailmote/wire/ascii.hpp>

#include "driver.hpp"

namespace mailmote::imap {

namespace {

void lower(std::span<char> word) {
  for (char& c : word) c = wire::to_lower(c);
}

}  // namespace

// What was given is over, once something of the next part comes.
void MailboxDriver::begin_part() {
  if (!part_shown_) return;
  part_shown_ = part_typed_ = false;
  extended_name_ = ExtendedName();
  *request_->part = Part();
  texts_.begin(request_->cursor.level);
}

void MailboxDriver::take_part(Field field, const Event& e) {
  begin_part();
  Part& part = *request_->part;
  const bool whole = e.kind == Kind::value && e.last && !continued_;
  switch (field) {
    case Field::part:
      if (part_typed_) give_part();  // a message within the message: its own parts come now
      return;
    case Field::part_end:
      if (fetch_.is_multipart()) begin_multipart();
      if (part_typed_) give_part();
      part_shown_ = true;  // what is left of a message that was given: its lines, its disposition
      if (fetch_.part_depth() == 0) request_->cursor.next = all_parts_given;
      return;
    case Field::type:
      if (!continued_) begin_single();
      return take_word(part.type, e);
    case Field::subtype: return take_word(part.subtype, e);
    case Field::charset: return take_word(part.charset, e);
    case Field::encoding: return take_word(part.encoding, e);
    case Field::disposition: return take_word(part.disposition, e);
    case Field::content_id: return take_part_text(part.content_id, e);
    case Field::filename:
      if (!extended_name_.found()) take_part_text(part.filename, e);
      return;
    case Field::name:
      if (part.filename.empty()) take_part_text(part.filename, e);
      return;
    case Field::parameter_name:
    case Field::disposition_parameter_name: return extended_name_.take_name(whole ? e.bytes : std::string_view());
    case Field::parameter:
    case Field::disposition_parameter:
      if (continued_ || !extended_name_.take_value(e.bytes, texts_)) return;
      part.filename = extended_name_.text();
      part.cut = part.cut || extended_name_.is_cut() || !e.last;
      return;
    case Field::octets:
      if (whole) static_cast<void>(read_number(e.bytes, part.octets));
      return;
    case Field::lines:
      if (whole) static_cast<void>(read_number(e.bytes, part.lines));
      return;
    default: return;
  }
}

// It stands behind the file name, which is over then.
void MailboxDriver::take_part_text(std::string_view& text, const Event& e) {
  end_file_name();
  take_text(text, request_->part->cut, e);
}

void MailboxDriver::end_file_name() {
  if (!extended_name_.end(texts_)) return;
  Part& part = *request_->part;
  part.filename = extended_name_.text();
  part.cut = part.cut || extended_name_.is_cut();
}

void MailboxDriver::take_word(std::string_view& word, const Event& e) {
  if (continued_) return;
  take_part_text(word, e);
  lower(texts_.octets());
}

void MailboxDriver::begin_single() {
  part_typed_ = true;
  texts_.open();
  const std::span<char> room = texts_.room();
  const std::string_view section = fetch_.section(room);
  texts_.filled(section.size(), false);
  request_->part->section = texts_.text();
}

void MailboxDriver::begin_multipart() {
  begin_single();
  request_->part->multipart = true;
  request_->part->type = "multipart";
}

// Unless it was given before the loop was interrupted.
void MailboxDriver::give_part() {
  Cursor& c = request_->cursor;
  part_shown_ = true;
  if (index_++ < c.next) return;
  c.next = index_;
  end_file_name();
  outcome_ = Progress::item;
}

}  // namespace mailmote::imap
