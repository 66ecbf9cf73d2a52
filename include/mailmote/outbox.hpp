// Octets that wait to be sent, in a buffer that the caller owns.
//
// A command is written whole or not at all: begin(), put()..., commit(). What may not go out
// before the server says so stands behind a gate(). What is secret is put with put_secret(): a
// transcript leaves it out, and it is wiped when it has been sent.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace mailmote {

class Outbox {
 public:
  static constexpr std::size_t max_gates = 4;

  // Uses at most 65,535 octets of `storage`.
  explicit Outbox(std::span<char> storage);

  // One command. put() after put() that does not fit is remembered; commit() then takes the
  // whole command back and answers false. Nothing of it was sent.
  void begin();
  Outbox& put(std::string_view bytes);
  Outbox& put(const char* text);  // up to its NUL: less code where it is a constant
  Outbox& put(char octet);
  Outbox& put_number(std::uint64_t n);  // decimal
  Outbox& put_secret(std::string_view bytes);
  void hide(std::size_t n);                      // the last n octets that were put are secret
  Outbox& gate();                                // what follows waits for open_gate()
  void spoil() { overflow_ = spoiled_ = true; }  // what was put cannot be carried: commit() takes it back
  bool is_spoiled() const { return spoiled_; }   // in distinction to a lack of room; until the next begin()
  [[nodiscard]] bool commit();

  // Room for a body or a long argument behind the last command: write at the front of it, then
  // tell how much.
  std::span<char> room() const { return storage_.subspan(at_[end]); }
  void filled(std::size_t n);
  void filled_secret(std::size_t n);

  // The sending side. ready() never looks past the first closed gate. What is left when octets were sent moves to the
  // front of the storage.
  std::string_view ready() const { return {storage_.data(), stop()}; }
  void sent(std::size_t n);
  bool open_gate();  // false if no gate is due
  bool is_gated() const { return gate_count_ != 0; }
  void drop();  // forget and wipe all that waits, gates too

  bool empty() const { return at_[end] == 0; }
  std::size_t capacity() const { return storage_.size(); }

  // Behind all that waits now; has_left() tells when it was sent. Holds for 2^31 octets.
  std::uint32_t mark() const { return gone_ + at_[end]; }
  bool has_left(std::uint32_t mark) const { return static_cast<std::int32_t>(gone_ - mark) >= 0; }

  // How ready() divides: octets that may be shown, then octets that may not, then the rest.
  struct Shown {
    std::size_t before = 0;
    std::size_t hidden = 0;
  };
  Shown shown() const;

 private:
  // Positions in storage_: all of them move when octets leave.
  enum Position : std::uint8_t {
    end,    // storage_[0, end) waits
    begun,  // where the command under way began
    secret_from,
    secret_to,
    first_gate,
  };

  std::size_t stop() const { return at_[gate_count_ != 0 ? first_gate : end]; }

  std::span<char> storage_;
  std::array<std::uint16_t, first_gate + max_gates> at_{};
  std::uint8_t gate_count_ = 0;
  std::uint8_t gates_begun_ = 0;  // gate_count_ when the command under way began
  bool overflow_ = false;
  bool spoiled_ = false;
  std::uint32_t gone_ = 0;  // octets that were sent, in all
};

// Overwrites what is no longer needed; the compiler may not leave it out.
void wipe(std::span<char> bytes);

}  // namespace mailmote
