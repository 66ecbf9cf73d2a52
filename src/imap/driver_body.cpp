// One section of a message, to a sink: as it comes, window by window. Nothing is kept of it but what the sink has not
// taken yet, and while it takes nothing, no octets move.
#include <mailmote/wire/ascii.hpp>

#include "driver.hpp"

namespace mailmote::imap {

void MailboxDriver::begin_body() {
  Request& r = *request_;
  Cursor& c = r.cursor;
  if (c.seen != 0) r.messages = Messages::uid(c.seen);  // a number may be another's by now
  encoding_ = Encoding::none;
  if (r.decode && wire::equals_any_case(r.encoding, "base64")) encoding_ = Encoding::base64;
  if (r.decode && wire::equals_any_case(r.encoding, "quoted-printable")) encoding_ = Encoding::quoted_printable;
  if (!c.begun) {
    c.octets = encoding_ == Encoding::none ? r.offset : 0;
    c.ahead = encoding_ == Encoding::none ? 0 : r.offset;
  }
  c.begun = true;
  base64_ = c.base64;
  quoted_ = c.quoted;
  taken_ = c.octets;
}

Put MailboxDriver::ask_body() {
  const Request& r = *request_;
  if (r.sink == nullptr) {
    give_up(Category::input, Advice::one_message, Retry::after_fix);
    return Put::later;
  }
  FetchItems items;
  items.section.wanted = true;
  items.section.peek = r.keep_unseen;
  items.section.offset = r.cursor.octets;
  if (read_section(r.section, items.section) != r.section.npos) {
    give_up(Category::input, Advice::fix_section, Retry::after_fix);
    return Put::later;
  }
  return fetch_one(items);
}

// Is it the section that was asked for, from where it was asked for? What has no value (NIL) is no content.
void MailboxDriver::on_content_name(const Event& e) {
  const ContentName name = read_content_name(e.last ? e.bytes : std::string_view());
  const std::uint64_t origin = request_->cursor.octets;
  pouring_ = !relevant_ && name.valid && !name.binary && wire::equals_any_case(name.section, request_->section) &&
             name.origin == origin && name.partial == (origin != 0);
}

void MailboxDriver::on_content(const Event& e) {
  pouring_ = !e.last;
  if (e.form == Form::nil) return;
  relevant_ = true;
  request_->cursor.seen = uid_;
  piece_ = e.bytes;
  pour();
}

// As much as the sink takes.
void MailboxDriver::pour() {
  while (!piece_.empty() || !decoded_.empty())
    if (!(encoding_ == Encoding::none ? pour_raw() : pour_decoded())) return;
}

bool MailboxDriver::pour_raw() {
  const std::size_t before = piece_.size();
  if (!write(piece_)) return false;  // and the request may be over
  request_->cursor.octets += before - piece_.size();
  return true;
}

bool MailboxDriver::pour_decoded() {
  Cursor& c = request_->cursor;
  if (decoded_.empty()) {
    const std::span<char> room = texts_.rest();
    const wire::Step step = encoding_ == Encoding::base64 ? base64_.decode(piece_, room) : quoted_.decode(piece_, room);
    piece_.remove_prefix(step.taken);
    taken_ += step.taken;
    decoded_ = {room.data(), step.written};
    const std::size_t unwanted = c.ahead < step.written ? static_cast<std::size_t>(c.ahead) : step.written;
    decoded_.remove_prefix(unwanted);
    unwanted_ = c.ahead - unwanted;
  }
  const std::size_t before = decoded_.size();
  if (before != 0 && !write(decoded_)) return false;
  if (!decoded_.empty()) {
    c.ahead += before - decoded_.size();
    return true;
  }
  c.octets = taken_;
  c.base64 = base64_;
  c.quoted = quoted_;
  c.ahead = unwanted_;
  return true;
}

// False if the sink takes nothing now, or failed.
bool MailboxDriver::write(std::string_view& octets) {
  const IoResult wrote = request_->sink->write(octets);
  const bool moved = wrote.io == Io::done && wrote.count != 0 && wrote.count <= octets.size();
  if (moved) {
    octets.remove_prefix(wrote.count);
    return true;
  }
  const bool later =
      wrote.io == Io::want_read || wrote.io == Io::want_write || (wrote.io == Io::done && wrote.count == 0);
  if (later) {
    outcome_ = Progress::held;
  } else {
    give_up(Category::io, Advice::check_sink, Retry::after_fix);
  }
  return false;
}

}  // namespace mailmote::imap
