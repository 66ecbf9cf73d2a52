#include <mailmote/alert_limiter.hpp>

#include <cstring>

namespace mailmote {
namespace {

using State = AlertRecord::State;

std::string_view incident_of(const AlertRecord& record) { return {record.text.data(), record.size}; }

// A mail goes out now.
void begin(AlertRecord& record, std::uint32_t now) {
  record.state = State::running;
  record.since = now;
  record.held = 0;
}

void count(std::uint32_t& held, std::uint32_t more) { held = held < UINT32_MAX - more ? held + more : UINT32_MAX; }

}  // namespace

AlertRecord* AlertLimiter::find(std::string_view incident) {
  for (AlertRecord& record : records_)
    if (record.state != State::free && incident_of(record) == incident) return &record;
  return nullptr;
}

AlertRecord* AlertLimiter::free_record() {
  for (AlertRecord& record : records_)
    if (record.state == State::free) return &record;
  return nullptr;
}

// Once over, over for good: by the clock alone it would be running again when that has wrapped.
void AlertLimiter::end_periods(std::uint32_t now) {
  for (AlertRecord& record : records_)
    if (record.state == State::running && now - record.since >= period_)
      record.state = record.held == 0 ? State::free : State::over;
}

AlertVerdict AlertLimiter::alert(std::string_view incident, std::uint32_t now) {
  end_periods(now);
  AlertRecord* record = find(incident);
  if (record != nullptr && record->state == State::running) {
    count(record->held, 1);
    return {false, record->held};
  }
  const std::uint32_t held = record == nullptr ? 0 : record->held;
  if (record == nullptr && incident.size() <= AlertRecord::max_incident) {
    record = free_record();
    if (record != nullptr && !incident.empty()) std::memcpy(record->text.data(), incident.data(), incident.size());
    if (record != nullptr) record->size = static_cast<std::uint8_t>(incident.size());
  }
  if (record != nullptr) begin(*record, now);
  return {true, held};
}

std::optional<AlertDigest> AlertLimiter::digest(std::uint32_t now) {
  end_periods(now);
  for (AlertRecord& record : records_) {
    if (record.state != State::over) continue;
    const AlertDigest due{incident_of(record), record.held};
    begin(record, now);
    return due;
  }
  return std::nullopt;
}

void AlertLimiter::not_sent(std::string_view incident, std::uint32_t held) {
  AlertRecord* const record = find(incident);
  if (record == nullptr) return;
  count(record->held, held);
  count(record->held, 1);
  record->state = State::over;
}

}  // namespace mailmote
