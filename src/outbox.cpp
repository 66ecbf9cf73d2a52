#include <mailmote/outbox.hpp>

#include <cstring>

namespace mailmote {

namespace {

constexpr std::size_t max_storage = 0xFFFF;

constexpr std::uint16_t narrow(std::size_t n) { return static_cast<std::uint16_t>(n); }

// A position that counts from the front of what waits, after `n` octets left.
constexpr std::uint16_t back(std::uint16_t at, std::size_t n) { return at > n ? narrow(at - n) : std::uint16_t{0}; }

}  // namespace

void wipe(std::span<char> bytes) {
  volatile char* p = bytes.data();
  for (std::size_t i = 0; i < bytes.size(); ++i) p[i] = 0;
}

Outbox::Outbox(std::span<char> storage)
    : storage_(storage.data(), storage.size() < max_storage ? storage.size() : max_storage) {}

void Outbox::begin() {
  mark_ = end_;
  gate_mark_ = gate_count_;
  overflow_ = false;
}

void Outbox::append(std::string_view bytes) {
  if (overflow_ || bytes.empty()) return;
  if (bytes.size() > storage_.size() - end_) compact();
  if (bytes.size() > storage_.size() - end_) {
    overflow_ = true;
    return;
  }
  std::memcpy(storage_.data() + end_, bytes.data(), bytes.size());
  end_ = narrow(end_ + bytes.size());
}

Outbox& Outbox::put(std::string_view bytes) {
  append(bytes);
  return *this;
}

Outbox& Outbox::put_number(std::uint64_t n) {
  char digits[20];
  std::size_t i = sizeof digits;
  do digits[--i] = static_cast<char>('0' + n % 10);
  while ((n /= 10) != 0);
  return put({digits + i, sizeof digits - i});
}

Outbox& Outbox::put_secret(std::string_view bytes) {
  append(bytes);
  if (!overflow_) mark_secret(end_ - bytes.size(), end_);
  return *this;
}

// There is one secret stretch. A second one widens it over what lies between: a transcript then
// hides too much, never too little.
void Outbox::mark_secret(std::size_t from, std::size_t to) {
  if (secret_from_ == secret_to_) secret_from_ = narrow(from);
  secret_to_ = narrow(to);
}

Outbox& Outbox::gate() {
  if (gate_count_ == max_gates) overflow_ = true;
  if (!overflow_) gates_[gate_count_++] = end_;
  return *this;
}

bool Outbox::commit() {
  if (!overflow_) return true;
  wipe(storage_.subspan(mark_, end_ - mark_));
  end_ = mark_;
  if (secret_to_ > end_) secret_to_ = end_;
  if (secret_from_ > secret_to_) secret_from_ = secret_to_;
  gate_count_ = gate_mark_;
  overflow_ = false;
  return false;
}

// Moves what waits to the front of the storage.
void Outbox::compact() {
  if (first_ == 0) return;
  const std::size_t gone = first_;
  std::memmove(storage_.data(), storage_.data() + first_, end_ - first_);
  if (secret_from_ != secret_to_) wipe(storage_.subspan(end_ - gone, gone));
  first_ = 0;
  end_ = back(end_, gone);
  mark_ = back(mark_, gone);
  secret_from_ = back(secret_from_, gone);
  secret_to_ = back(secret_to_, gone);
  for (std::size_t i = 0; i < gate_count_; ++i) gates_[i] = back(gates_[i], gone);
}

std::span<char> Outbox::room() {
  compact();
  return storage_.subspan(end_);
}

void Outbox::filled(std::size_t n) { end_ = narrow(end_ + n); }

void Outbox::filled_secret(std::size_t n) {
  filled(n);
  mark_secret(end_ - n, end_);
}

std::string_view Outbox::ready() const {
  const std::size_t stop = gate_count_ != 0 ? gates_[0] : end_;
  return {storage_.data() + first_, stop - first_};
}

Outbox::Shown Outbox::shown() const {
  const std::size_t stop = gate_count_ != 0 ? gates_[0] : end_;
  const std::size_t from = secret_from_ > first_ ? secret_from_ : first_;
  if (secret_to_ <= from || from >= stop) return {stop - first_, 0};
  return {from - first_, (secret_to_ < stop ? secret_to_ : stop) - from};
}

void Outbox::sent(std::size_t n) {
  const std::size_t from = secret_from_ > first_ ? secret_from_ : first_;
  first_ = narrow(first_ + n);
  const std::size_t to = secret_to_ < first_ ? secret_to_ : first_;
  if (to > from) wipe(storage_.subspan(from, to - from));
  if (first_ >= secret_to_) secret_from_ = secret_to_ = 0;
  if (first_ == end_ && gate_count_ == 0) first_ = end_ = mark_ = 0;
}

bool Outbox::open_gate() {
  if (gate_count_ == 0 || !ready().empty()) return false;
  --gate_count_;
  for (std::size_t i = 0; i < gate_count_; ++i) gates_[i] = gates_[i + 1];
  return true;
}

void Outbox::drop() {
  wipe(storage_.subspan(first_, end_ - first_));
  first_ = end_ = mark_ = secret_from_ = secret_to_ = 0;
  gate_count_ = gate_mark_ = 0;
  overflow_ = false;
}

}  // namespace mailmote
