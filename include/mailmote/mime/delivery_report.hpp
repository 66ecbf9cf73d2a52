// What became of a message that was sent, by the report that came back (RFC 3464, in the multipart/report of RFC 6522).
//
//   mime::DeliveryReport report{scratch};
//   ... for each event of the message, in order:
//     report.read(event);
//     for (const auto* r = &report.next(); r->kind != mime::ReportKind::none; r = &report.next()) use(*r);
//
//   Reporting-MTA: dns; mx.example.org     field  reporting_mta    "mx.example.org", a "dns"
//
//   Final-Recipient: rfc822; b@b.example   field  final_recipient  "b@b.example", a "rfc822"
//   Action: failed                         field  action           "failed", Action::failed
//   Status: 5.1.1                          field  status           "5.1.1", {5, 1, 1}
//                                          recipient_end
//
// It looks into the message/delivery-status that is a part of the message itself, not into one of a message within. A
// value up to `scratch` less 71 octets arrives whole, a longer one in pieces; fields that have no name here are passed
// over. Nothing is kept. Anybody can write such a message: a report is a hint, not a proof.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/mime/reader.hpp>
#include <mailmote/result.hpp>

namespace mailmote::mime {

enum class ReportKind : std::uint8_t {
  none,           // this event says no more
  field,          // a field, or a piece of it
  recipient_end,  // all of one recipient
  failed,         // limit: a field beyond Reader::max_field. Nothing more comes
};

enum class ReportField : std::uint8_t {
  none,
  original_envelope_id,  // of the message: what MAIL had as ENVID
  reporting_mta,
  arrival_date,
  original_recipient,  // of a recipient, from here on
  final_recipient,
  action,
  status,
  remote_mta,
  diagnostic_code,
  last_attempt_date,
  will_retry_until,
};

enum class DeliveryAction : std::uint8_t { none, failed, delayed, delivered, relayed, expanded };  // RFC 3464 2.3.3

struct ReportEvent {
  ReportKind kind = ReportKind::none;
  ReportField field = ReportField::none;
  DeliveryAction action = DeliveryAction::none;  // action: none, if it is none of them
  Enhanced status;                               // status: 5.1.1; all 0, if it is no code
  bool last = true;                              // the value ends here
  std::string_view type;   // of the first piece: "rfc822" of an address, "dns" of a host, "smtp" of a diagnostic
  std::string_view value;  // without it; valid until the next call, as is the type
};

class DeliveryReport {
 public:
  // `scratch` holds Reader::min_scratch octets or more, and is not that of the message's reader.
  explicit DeliveryReport(std::span<char> scratch) : groups_(scratch) {}

  // An event of a message, the first `part` of which resets this. It stays valid while next() is called.
  void read(const Event& e);

  const ReportEvent& next();

 private:
  void begin_part(const Event& e);
  void name_type(const Event& e);
  ReportKind take(const Event& e);
  ReportKind value(const Event& e);
  void end_group();

  Reader groups_;          // of fields: each looks like a message's header
  std::string_view rest_;  // of the body's piece
  ReportEvent event_;
  bool report_ = false;        // the message is a multipart/report
  bool wanted_ = false;        // its part is a delivery status
  bool in_type_ = false;       // the value that comes is the part's type
  bool typed_ = false;         // a part's type was there
  bool over_ = false;          // the part has ended
  bool of_recipient_ = false;  // the group is a recipient's
};

}  // namespace mailmote::mime
