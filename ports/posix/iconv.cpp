#include <mailmote/ports/posix/iconv.hpp>

#include <cerrno>
#include <cstring>

#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/utf8.hpp>

namespace mailmote::posix {
namespace {

// A stranger's word for iconv_open(), where a slash would begin options, and an empty name is the locale's charset.
bool is_name(std::string_view name) {
  if (name.empty() || name.size() > Iconv::max_name) return false;
  for (const char c : name)
    if (!wire::is_alnum(c) && std::string_view("-_.:+").find(c) == std::string_view::npos) return false;
  return true;
}

// Octets that are passed over where something means nothing.
std::uint8_t unit_of(std::string_view charset) {
  if (wire::starts_any_case(charset, "utf-16") || wire::starts_any_case(charset, "ucs-2")) return 2;
  return wire::starts_any_case(charset, "utf-32") || wire::starts_any_case(charset, "ucs-4") ? 4 : 1;
}

}  // namespace

void Iconv::close() {
  if (opened_) ::iconv_close(descriptor_);
  opened_ = false;
}

bool Iconv::open(std::string_view charset) {
  if (opened_ && wire::equals_any_case(name_.data(), charset)) return true;
  close();
  std::memcpy(name_.data(), charset.data(), charset.size());
  name_[charset.size()] = '\0';
  descriptor_ = ::iconv_open("UTF-8", name_.data());
  unit_ = unit_of(charset);
  opened_ = descriptor_ != reinterpret_cast<iconv_t>(-1);
  return opened_;
}

bool Iconv::begin(std::string_view charset) {
  held_size_ = 0;
  malformed_ = false;
  if (!is_name(charset) || !open(charset)) return false;
  ::iconv(descriptor_, nullptr, nullptr, nullptr, nullptr);
  return true;
}

Iconv::Outcome Iconv::convert(Window& in, Window& out) {
  if (::iconv(descriptor_, &in.at, &in.left, &out.at, &out.left) != static_cast<std::size_t>(-1)) return Outcome::done;
  if (errno == E2BIG) return Outcome::no_room;
  return errno == EINVAL ? Outcome::partial : Outcome::broken;
}

bool Iconv::put_replacement(Window& out) {
  std::array<char, 4> octets{};
  const std::size_t size = wire::put_utf8(wire::replacement, octets);
  if (size > out.left) return false;
  std::memcpy(out.at, octets.data(), size);
  out.at += size;
  out.left -= size;
  malformed_ = true;
  return true;
}

// A character that was begun goes on. False: `next` is not taken, for there is no room, or it is no part of it.
bool Iconv::take_held(char next, Window& out) {
  std::array<char, sizeof held_ + 1> octets{};
  std::memcpy(octets.data(), held_.data(), held_size_);
  octets[held_size_] = next;
  Window in{octets.data(), held_size_ + std::size_t{1}};
  Outcome outcome = convert(in, out);
  if (outcome == Outcome::partial && in.left > held_.size()) outcome = Outcome::broken;
  std::size_t keep = outcome == Outcome::done ? 0 : in.left;
  bool taken = keep == 0 || outcome == Outcome::partial;
  if (outcome == Outcome::broken && put_replacement(out)) {
    const std::size_t skip = keep < unit_ ? keep : unit_;
    in.at += skip;
    keep -= skip;
    taken = keep == 0;
  }
  if (!taken) --keep;
  std::memcpy(held_.data(), in.at, keep);
  held_size_ = static_cast<std::uint8_t>(keep);
  return taken;
}

wire::Step Iconv::decode(std::string_view in, std::span<char> out) {
  Window room{out.data(), out.size()};
  std::size_t taken = 0;
  while (taken < in.size()) {
    if (held_size_ != 0) {
      const std::size_t held = held_size_, left = room.left;
      if (take_held(in[taken], room)) {
        ++taken;
      } else if (held_size_ == held && room.left == left) {
        break;
      }
      continue;
    }
    Window rest{const_cast<char*>(in.data()) + taken, in.size() - taken};  // iconv() does not write there
    const Outcome outcome = convert(rest, room);
    taken = in.size() - rest.left;
    if (outcome == Outcome::no_room) break;
    if (outcome == Outcome::partial && rest.left <= held_.size()) {
      std::memcpy(held_.data(), rest.at, rest.left);
      held_size_ = static_cast<std::uint8_t>(rest.left);
      taken = in.size();
    } else if (outcome != Outcome::done) {
      if (!put_replacement(room)) break;
      taken += rest.left < unit_ ? rest.left : unit_;
    }
  }
  return {taken, out.size() - room.left};
}

std::size_t Iconv::finish(std::span<char> out) {
  Window room{out.data(), out.size()};
  ::iconv(descriptor_, nullptr, nullptr, &room.at, &room.left);
  if (held_size_ != 0) put_replacement(room);
  held_size_ = 0;
  return out.size() - room.left;
}

}  // namespace mailmote::posix
