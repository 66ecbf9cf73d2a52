#include <mailmote/outbox.hpp>

#include <cstring>

namespace mailmote {

namespace {

constexpr std::size_t max_storage = 0xFFFF;

constexpr std::uint16_t narrow(std::size_t n) { return static_cast<std::uint16_t>(n); }

}  // namespace

void wipe(std::span<char> bytes) {
  volatile char* p = bytes.data();
  for (std::size_t i = 0; i < bytes.size(); ++i) p[i] = 0;
}

Outbox::Outbox(std::span<char> storage)
    : storage_(storage.data(), storage.size() < max_storage ? storage.size() : max_storage) {}

void Outbox::begin() {
  at_[begun] = at_[end];
  gates_begun_ = gate_count_;
  overflow_ = spoiled_ = false;
}

Outbox& Outbox::put(std::string_view bytes) {
  const std::span<char> free = room();
  if (bytes.size() > free.size()) overflow_ = true;
  if (overflow_ || bytes.empty()) return *this;
  std::memcpy(free.data(), bytes.data(), bytes.size());
  filled(bytes.size());
  return *this;
}

Outbox& Outbox::put(const char* text) { return put(std::string_view(text)); }

Outbox& Outbox::put(char octet) { return put({&octet, 1}); }

Outbox& Outbox::put_number(std::uint64_t n) {
  char digits[20];
  std::size_t i = sizeof digits;
  do digits[--i] = static_cast<char>('0' + n % 10);
  while ((n /= 10) != 0);
  return put({digits + i, sizeof digits - i});
}

Outbox& Outbox::put_secret(std::string_view bytes) {
  put(bytes);
  if (!overflow_) hide(bytes.size());
  return *this;
}

// There is one secret stretch: a second one widens it over what lies between, and a
// transcript then hides too much, never too little.
void Outbox::hide(std::size_t n) {
  if (at_[secret_to] == 0) at_[secret_from] = narrow(at_[end] - n);
  at_[secret_to] = at_[end];
}

Outbox& Outbox::gate() {
  if (gate_count_ == max_gates) overflow_ = true;
  if (!overflow_) at_[first_gate + gate_count_++] = at_[end];
  return *this;
}

bool Outbox::commit() {
  if (!overflow_) return true;
  overflow_ = false;
  gate_count_ = gates_begun_;
  wipe({storage_.data() + at_[begun], storage_.data() + at_[end]});
  at_[end] = at_[begun];
  if (at_[secret_to] > at_[end]) at_[secret_to] = at_[end];
  if (at_[secret_from] >= at_[secret_to]) at_[secret_from] = at_[secret_to] = 0;
  return false;
}

void Outbox::filled(std::size_t n) { at_[end] = narrow(at_[end] + n); }

void Outbox::filled_secret(std::size_t n) {
  filled(n);
  hide(n);
}

Outbox::Shown Outbox::shown() const {
  const std::size_t last = stop();
  const std::size_t from = at_[secret_from], to = at_[secret_to] < last ? at_[secret_to] : last;
  if (to <= from) return {last, 0};
  return {from, to - from};
}

void Outbox::sent(std::size_t n) {
  gone_ += static_cast<std::uint32_t>(n);
  char* const front = storage_.data();
  char* const left = front + at_[end] - n;  // where what is left will end
  std::memmove(front, front + n, static_cast<std::size_t>(left - front));
  if (at_[secret_to] != 0) wipe({left, n});
  for (std::uint16_t& position : at_) position = position > n ? narrow(position - n) : std::uint16_t{0};
}

bool Outbox::open_gate() {
  if (gate_count_ == 0 || at_[first_gate] != 0) return false;
  --gate_count_;
  for (std::size_t i = 0; i < gate_count_; ++i) at_[first_gate + i] = at_[first_gate + i + 1];
  return true;
}

void Outbox::drop() {
  wipe({storage_.data(), at_[end]});
  at_ = {};
  gate_count_ = gates_begun_ = 0;
  overflow_ = false;
}

}  // namespace mailmote
