// What a report says of each recipient, whatever it is cut into.
#include <mailmote/mime/delivery_report.hpp>

#include <fstream>
#include <iterator>
#include <memory>

#include "../splits.hpp"

namespace mime = mailmote::mime;
using namespace std::string_literals;

namespace {

// "final_recipient=(rfc822)b@b", "action=failed/1" with the number of the DeliveryAction, "status=5.1.1/5.1.1" with the
// code as it was read, "." behind each recipient, "!" for a failure; `~` in front of what came in pieces.
class Log {
 public:
  explicit Log(std::size_t scratch = mime::Reader::min_scratch)
      : scratch_(new char[2 * scratch]),
        reader_(new mime::Reader({scratch_.get(), scratch})),
        report_(new mime::DeliveryReport({scratch_.get() + scratch, scratch})) {}

  void feed(std::string_view in) {
    for (const auto* e = &reader_->next(in); e->kind != mime::Kind::need_input; e = &reader_->next(in)) take(*e);
  }
  std::string text() {
    for (const auto* e = &reader_->finish(); !mime::is_over(e->kind); e = &reader_->finish()) take(*e);
    return text_;
  }

 private:
  void take(const mime::Event& e) {
    report_->read(e);
    for (const auto* r = &report_->next(); r->kind != mime::ReportKind::none; r = &report_->next()) note(*r);
    CHECK(report_->next().kind == mime::ReportKind::none);
  }

  void note(const mime::ReportEvent& r) {
    if (r.kind == mime::ReportKind::recipient_end) text_ += ". ";
    if (r.kind == mime::ReportKind::failed) text_ += "!";
    if (r.kind != mime::ReportKind::field) return;
    static constexpr const char* names[] = {"",
                                            "original_envelope_id",
                                            "reporting_mta",
                                            "arrival_date",
                                            "original_recipient",
                                            "final_recipient",
                                            "action",
                                            "status",
                                            "remote_mta",
                                            "diagnostic_code",
                                            "last_attempt_date",
                                            "will_retry_until"};
    if (first_) value_ = r.type.empty() ? "" : "(" + std::string(r.type) + ")";
    value_ += std::string(r.value);
    const bool whole = first_;
    first_ = r.last;
    if (!r.last) return;
    text_ += std::string(whole ? "" : "~") + names[static_cast<std::size_t>(r.field)] + "=" + value_;
    if (r.field == mime::ReportField::action) text_ += "/" + std::to_string(static_cast<int>(r.action));
    const mailmote::Enhanced& s = r.status;
    if (r.field == mime::ReportField::status)
      text_ += "/" + std::to_string(s.status) + "." + std::to_string(s.subject) + "." + std::to_string(s.detail);
    text_ += " ";
  }

  std::unique_ptr<char[]> scratch_;
  std::unique_ptr<mime::Reader> reader_;
  std::unique_ptr<mime::DeliveryReport> report_;
  std::string text_, value_;
  bool first_ = true;
};

void check(const std::string& input, const std::string& expected) {
  splits::same_everywhere(input, expected, [] { return Log(); });
}

const std::string head =
    "Content-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n--r\r\n\r\ntext\r\n";
const std::string status = "--r\r\nContent-Type: message/delivery-status\r\n\r\n";
const std::string tail = "\r\n--r--\r\n";

void check_status(const std::string& fields, const std::string& expected) {
  check(head + status + fields + tail, expected);
}

}  // namespace

TEST_CASE("what is said of the message, and of each recipient") {
  check_status(
      "Original-Envelope-Id: x1\r\nReporting-MTA: dns; mx.example.org\r\nArrival-Date: Mon, 1 Jan 2024 10:00:00 "
      "+0000\r\n\r\n"
      "Original-Recipient: rfc822;B@b.example\r\nFinal-Recipient: RFC822; b@b.example\r\nAction: failed\r\n"
      "Status: 5.1.1\r\nRemote-MTA: dns; mx.b.example\r\nDiagnostic-Code: smtp; 550 5.1.1 no\r\n such user; "
      "sorry\r\n\r\n"
      "Final-Recipient: rfc822; c@c.example\r\nAction: delayed\r\nStatus: 4.4.1 (no answer)\r\n"
      "Last-Attempt-Date: yesterday\r\nWill-Retry-Until: tomorrow\r\n",
      "original_envelope_id=x1 reporting_mta=(dns)mx.example.org arrival_date=Mon, 1 Jan 2024 10:00:00 +0000 "
      "original_recipient=(rfc822)B@b.example final_recipient=(RFC822)b@b.example action=failed/1 status=5.1.1/5.1.1 "
      "remote_mta=(dns)mx.b.example diagnostic_code=(smtp)550 5.1.1 no such user; sorry . "
      "final_recipient=(rfc822)c@c.example action=delayed/2 status=4.4.1 (no answer)/4.4.1 last_attempt_date=yesterday "
      "will_retry_until=tomorrow . ");
}

TEST_CASE("the report of the corpus") {
  std::ifstream in("transcripts/mime/dsn-report.eml", std::ios::binary);
  check(
      std::string(std::istreambuf_iterator<char>(in), {}),
      "reporting_mta=(dns)mx.example.org final_recipient=(rfc822)b@example.org action=failed/1 status=5.1.1/5.1.1 . ");
}

TEST_CASE("actions and codes") {
  int number = 1;
  for (const char* word : {"failed", "delayed", "delivered", "relayed", "expanded"}) {
    check_status("Action: "s + word, "action="s + word + "/" + std::to_string(number++) + " . ");
  }
  check_status("Action: FAILED (for good)", "action=FAILED (for good)/1 . ");
  for (const char* none : {"", "fail", "failed-x"}) check_status("Action: "s + none, "action="s + none + "/0 . ");
  check_status("Status: 2.999.123", "status=2.999.123/2.999.123 . ");
  for (const char* none : {"", "5", "5.1", "5.1.", "5.1.1.1", "3.1.1", "5.1.1000", "5.x.1", "x5.1.1", "5.1.1x"})
    check_status("Status: "s + none, "status="s + none + "/0.0.0 . ");
}

TEST_CASE("odd reports") {
  check_status("", "");
  check_status("\r\n\r\n\r\n", "");
  check_status("X-Other: 1\r\n\r\nX-Another: 2\r\n", "");
  check_status("\r\n\r\nStatus: 5.0.0\r\n\r\n\r\n\r\nStatus: 4.0.0\r\n\r\n",
               "status=5.0.0/5.0.0 . status=4.0.0/4.0.0 . ");
  check_status("junk\r\nstatus : 5.0.0", "status=5.0.0/5.0.0 . ");
  check_status("Final-Recipient: b@b.example", "final_recipient=b@b.example . ");
  check_status("Final-Recipient: ;", "final_recipient= . ");
  check_status("Content-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\nStatus: 5.0.0", "status=5.0.0/5.0.0 . ");
  const std::string code(400, 'x');
  check_status("Diagnostic-Code: smtp; " + code, "~diagnostic_code=(smtp)" + code + " . ");
  // Encoded, and cut off.
  check(head + "--r\r\nContent-Type: message/delivery-status (c); x=y\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
            "U3RhdHVzOiA1LjAuMA0K",
        "status=5.0.0/5.0.0 . ");
  check(head + "--r\r\nContent-Type: Message/Global-Delivery-Status\r\n\r\nFinal-Recipient: utf-8; \xc3\xbc@b",
        "final_recipient=(utf-8)\xc3\xbc@b . ");
}

TEST_CASE("what is no report of this message") {
  const std::string fields = "Status: 5.0.0\r\n";
  check("Content-Type: message/delivery-status\r\n\r\n" + fields, "");
  check("Content-Type: multipart/mixed; boundary=r\r\n\r\n" + status + fields + tail, "");
  check("Content-Type: multipart/report; boundary=r\r\n\r\n--r\r\nContent-Type: text/plain\r\n\r\n" + fields, "");
  check("Content-Type: multipart/report; boundary=r\r\n\r\n--r\r\nContent-Type: message/delivery-statusx\r\n\r\n" +
            fields,
        "");
  check("Content-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\nContent-Type: message/rfc822\r\n\r\n" + head + status +
            fields + tail + "--q--",
        "");
  check("Content-Type: multipart/report; boundary=q\r\n\r\n--q\r\nContent-Type: message/rfc822\r\n\r\n" + head +
            status + fields + tail + "--q--",
        "");
  check(
      "Content-Type: multipart/report; boundary=q\r\n\r\n--q\r\nContent-Type: message/rfc822\r\n\r\n"
      "Content-Type: message/delivery-status\r\n\r\n" +
          fields + "--q--",
      "");
  // The first Content-Type counts, as it does for the reader.
  check(
      "Content-Type: multipart/report; boundary=r\r\n\r\n--r\r\nContent-Type: text/plain\r\nContent-Type: "
      "message/delivery-status\r\n\r\n" +
          fields,
      "");
}

TEST_CASE("a field beyond the limit ends the report, not the message") {
  const std::string much(mime::Reader::max_field + 1, 'x');
  Log log;
  log.feed(head + status + "Status: 5.0.0\r\nDiagnostic-Code: " + much + "\r\n\r\nStatus: 4.0.0\r\n" + tail);
  const std::string text = log.text();
  CHECK(text.starts_with("status=5.0.0/5.0.0 "));
  CHECK(text.ends_with("!"));
}
