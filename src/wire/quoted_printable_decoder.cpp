// Quoted-printable to octets.
#include <cstring>

#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/quoted_printable.hpp>

namespace mailmote::wire {

Step QuotedPrintableDecoder::decode(std::string_view in, std::span<char> out) {
  Step step;
  while (step.taken < in.size()) {
    const std::string_view rest(in.data() + step.taken, in.size() - step.taken);
    const std::span<char> room{out.data() + step.written, out.size() - step.written};
    if (room.size() < min_room) break;
    if (state_ == State::text) {
      const std::size_t n = copy_text(rest, room);
      step.taken += n;
      step.written += n;
      if (n == rest.size() || n == room.size() || rest[n] != '=') continue;
      const Step did = take_code({rest.data() + n, rest.size() - n}, room[n]);
      if (did.taken == 1) state_ = State::equals;
      step.taken += did.taken;
      step.written += did.written;
    } else {
      const Step did = take(rest.front(), room.data());
      step.taken += did.taken;
      step.written += did.written;
    }
  }
  return step;
}

std::size_t QuotedPrintableDecoder::finish(std::span<char> out) {
  if (state_ != State::digit) return 0;
  state_ = State::equals;
  out[0] = '=';
  out[1] = first_;
  return min_room;
}

// What stands before the next equals sign, as far as there is room.
std::size_t QuotedPrintableDecoder::copy_text(std::string_view in, std::span<char> out) {
  const std::size_t most = in.size() < out.size() ? in.size() : out.size();
  const void* const found = std::memchr(in.data(), '=', most);
  const std::size_t n = found == nullptr ? most : static_cast<std::size_t>(static_cast<const char*>(found) - in.data());
  std::memcpy(out.data(), in.data(), n);
  return n;
}

// An equals sign and two digits, or a line end, if they lie whole in `in`; else the sign alone.
Step QuotedPrintableDecoder::take_code(std::string_view in, char& to) {
  if (in.size() < 3) return {1, 0};
  if (in[1] == '\r' && in[2] == '\n') return {3, 0};
  const int high = hex_value(in[1]), low = hex_value(in[2]);
  if (high < 0 || low < 0) return {1, 0};
  to = static_cast<char>(high * 16 + low);
  return {3, 1};
}

// One octet behind an equals sign; not taken if the sign turns out to be text, and the octet what follows it.
Step QuotedPrintableDecoder::take(char c, char* to) {
  const int digit = hex_value(c);
  const State before = state_;
  switch (before) {
    case State::text: break;
    case State::digit:
      state_ = State::text;
      if (digit >= 0) {
        *to = static_cast<char>(hex_value(first_) * 16 + digit);
        return {1, 1};
      }
      to[0] = '=';
      to[1] = first_;
      return {0, 2};
    case State::equals:
    case State::blanks:
      if (before == State::equals && digit >= 0) {
        first_ = c;
        state_ = State::digit;
      } else if (is_blank(c) && blanks_ != max_blanks) {
        tabs_ |= (c == '\t' ? 1U : 0U) << blanks_++;
        state_ = State::blanks;
      } else if (c == '\r' || c == '\n') {
        blanks_ = 0;
        tabs_ = 0;
        state_ = c == '\r' ? State::carriage_return : State::text;
      } else {
        state_ = State::give_blanks;
        *to = '=';
        return {0, 1};
      }
      break;
    case State::give_blanks: return give_blank(*to);
    case State::carriage_return:
      state_ = State::text;
      if (c != '\n') return {0, 0};
      break;
  }
  return {1, 0};
}

// No soft line break: the blanks behind the sign, one by one.
Step QuotedPrintableDecoder::give_blank(char& to) {
  if (blanks_ == 0) {
    state_ = State::text;
    return {0, 0};
  }
  to = (tabs_ & 1U) != 0 ? '\t' : ' ';
  tabs_ >>= 1;
  --blanks_;
  return {0, 1};
}

}  // namespace mailmote::wire
