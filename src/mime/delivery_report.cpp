// Delivery reports, over a message's events.
//
// The body of the report is read by another Reader, which takes each group of fields for a message of its own: where
// its header ends, the next begins.
#include <mailmote/mime/delivery_report.hpp>

#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/words.hpp>

namespace mailmote::mime {

namespace {

// In the order of ReportField.
constexpr auto fields = wire::make_words(
    "Original-Envelope-Id Reporting-MTA Arrival-Date Original-Recipient Final-Recipient Action Status Remote-MTA "
    "Diagnostic-Code Last-Attempt-Date Will-Retry-Until ");
constexpr auto actions = wire::make_words("failed delayed delivered relayed expanded ");

// What stands in front of a blank, a semicolon or a comment.
std::string_view first_word(std::string_view text) {
  std::size_t n = 0;
  while (n != text.size() && !wire::is_blank(text[n]) && text[n] != ';' && text[n] != '(') ++n;
  return {text.data(), n};
}

bool is_type(std::string_view value, std::string_view type) { return wire::equals_any_case(first_word(value), type); }

DeliveryAction action_named(std::string_view value) {
  const std::uint8_t index = actions.index(first_word(value));
  return index == wire::no_word ? DeliveryAction::none : static_cast<DeliveryAction>(index + 1);
}

// "5.1.1", and perhaps a comment behind it.
Enhanced status_of(std::string_view value) {
  Enhanced status;
  const std::string_view code = first_word(value);
  return read_enhanced(code, status) == code.size() ? status : Enhanced();
}

// "rfc822; b@b.example": type, and what stands behind it.
bool has_type(ReportField field) {
  return field == ReportField::reporting_mta || field == ReportField::original_recipient ||
         field == ReportField::final_recipient || field == ReportField::remote_mta ||
         field == ReportField::diagnostic_code;
}

}  // namespace

void DeliveryReport::read(const Event& e) {
  rest_ = {};
  switch (e.kind) {
    case Kind::part: begin_part(e); break;
    case Kind::name: in_type_ = !typed_ && e.path.size() <= 1 && wire::equals_any_case(e.bytes, "Content-Type"); break;
    case Kind::value: name_type(e); break;
    case Kind::header_end: wanted_ = wanted_ && report_ && e.path.size() == 1 && e.content == Content::leaf; break;
    case Kind::body:
      if (wanted_) rest_ = e.bytes;
      break;
    case Kind::part_end:
      over_ = wanted_;
      wanted_ = false;
      break;
    default: break;
  }
}

void DeliveryReport::begin_part(const Event& e) {
  if (e.path.empty()) report_ = false;
  wanted_ = in_type_ = typed_ = of_recipient_ = over_ = false;
  event_ = {};
  groups_.reset();
}

// Of the message, or of a part of it. The first piece tells, of the first field of that name.
void DeliveryReport::name_type(const Event& e) {
  if (!in_type_) return;
  in_type_ = false;
  typed_ = true;
  if (e.path.empty()) {
    report_ = is_type(e.bytes, "multipart/report");
  } else {
    // RFC 6533 6.
    wanted_ = is_type(e.bytes, "message/delivery-status") || is_type(e.bytes, "message/global-delivery-status");
  }
}

const ReportEvent& DeliveryReport::next() {
  event_.kind = ReportKind::none;
  while (event_.kind == ReportKind::none && (over_ || !rest_.empty()))
    event_.kind = take(rest_.empty() ? groups_.finish() : groups_.next(rest_));
  return event_;
}

ReportKind DeliveryReport::take(const Event& e) {
  const bool is_recipient = of_recipient_;
  switch (e.kind) {
    case Kind::name: {
      const std::uint8_t index = fields.index(e.bytes);
      event_.field = index == wire::no_word ? ReportField::none : static_cast<ReportField>(index + 1);
      of_recipient_ = of_recipient_ || event_.field >= ReportField::original_recipient;
      return ReportKind::none;
    }
    case Kind::value: return value(e);
    case Kind::header_end: end_group(); return is_recipient ? ReportKind::recipient_end : ReportKind::none;
    case Kind::failed:
      wanted_ = over_ = false;
      rest_ = {};
      return ReportKind::failed;
    default: return ReportKind::none;
  }
}

ReportKind DeliveryReport::value(const Event& e) {
  if (event_.field == ReportField::none) return ReportKind::none;
  const bool first = event_.last;
  event_.last = e.last;
  event_.type = {};
  event_.value = e.bytes;
  if (!first) return ReportKind::field;
  event_.action = event_.field == ReportField::action ? action_named(e.bytes) : DeliveryAction::none;
  event_.status = event_.field == ReportField::status ? status_of(e.bytes) : Enhanced();
  const std::string_view type = first_word(e.bytes);
  const std::size_t semicolon = e.bytes.find(';');
  if (!has_type(event_.field) || semicolon == e.bytes.npos) return ReportKind::field;
  event_.type = type;
  event_.value.remove_prefix(semicolon + 1);
  while (!event_.value.empty() && wire::is_blank(event_.value.front())) event_.value.remove_prefix(1);
  return ReportKind::field;
}

// The next begins with what is left.
void DeliveryReport::end_group() {
  if (rest_.empty()) over_ = false;
  of_recipient_ = false;
  event_.field = ReportField::none;
  groups_.reset();
}

}  // namespace mailmote::mime
