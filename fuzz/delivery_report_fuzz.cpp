// Delivery reports: the same fields whole and in pieces; the body of a report, which is what the input is, or a
// message.
#include <mailmote/mime/delivery_report.hpp>

#include "fuzz.hpp"

namespace mime = mailmote::mime;

namespace {

class Log {
 public:
  explicit Log(std::size_t scratch)
      : scratch_(scratch),
        fields_(scratch),
        reader_({scratch_.data(), scratch_.size()}),
        report_({fields_.data(), fields_.size()}) {}

  void feed(std::string_view in) {
    for (const auto* e = &reader_.next(in); e->kind != mime::Kind::need_input; e = &reader_.next(in)) take(*e);
  }
  void finish() {
    for (const auto* e = &reader_.finish(); !mime::is_over(e->kind); e = &reader_.finish()) take(*e);
    fuzz::expect(last_ && !in_recipient_);
  }

  std::string events;

 private:
  void take(const mime::Event& e) {
    report_.read(e);
    for (const auto* r = &report_.next(); r->kind != mime::ReportKind::none; r = &report_.next()) note(*r);
    fuzz::expect(report_.next().kind == mime::ReportKind::none);
  }

  void note(const mime::ReportEvent& r) {
    fuzz::expect(r.kind != mime::ReportKind::failed);  // no input is as long as the limit
    if (r.kind == mime::ReportKind::recipient_end) {
      fuzz::expect(last_ && in_recipient_);
      in_recipient_ = false;
      events += ".\n";
      return;
    }
    fuzz::expect(r.field != mime::ReportField::none && (last_ || r.type.empty()));
    in_recipient_ = in_recipient_ || r.field >= mime::ReportField::original_recipient;
    const mailmote::Enhanced& s = r.status;
    fuzz::expect(s.status == 0 || s.status == 2 || s.status == 4 || s.status == 5);
    fuzz::expect(s.subject < 1000 && s.detail < 1000);
    if (last_) events += std::to_string(static_cast<int>(r.field)) + "(" + std::string(r.type) + ")";
    events.append(r.value);
    last_ = r.last;
    if (!r.last) return;
    events += "/" + std::to_string(static_cast<int>(r.action)) + " " +
              std::to_string(s.status * 1000000 + s.subject * 1000 + s.detail) + "\n";
  }

  fuzz::Heap scratch_, fields_;
  mime::Reader reader_;
  mime::DeliveryReport report_;
  bool last_ = true, in_recipient_ = false;
};

void compare(std::string_view front, std::string_view input) {
  fuzz::Dice dice(input);
  const std::size_t scratch = dice.from(mime::Reader::min_scratch, 300);
  Log whole(scratch), pieces(scratch);
  whole.feed(front);
  whole.feed(fuzz::Heap(input).view());
  whole.finish();
  pieces.feed(front);
  fuzz::in_pieces(input, dice, [&](std::string_view piece) { pieces.feed(piece); });
  pieces.finish();
  fuzz::expect(pieces.events == whole.events);
}

}  // namespace

void fuzz::run(std::string_view input) {
  compare("", input);
  compare("Content-Type: multipart/report; boundary=r\r\n\r\n--r\r\nContent-Type: message/delivery-status\r\n\r\n",
          input);
}
