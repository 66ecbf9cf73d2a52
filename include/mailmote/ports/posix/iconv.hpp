// The charsets that the library does not know itself, by the system's iconv().
//
//   posix::Iconv charsets;
//   const wire::DecodedText subject = wire::decode_words(value, room, &charsets);   // =?koi8-r?B?8NLJ18XU?=
//
// One text at a time, as a wire::CharsetConverter is used. iconv_open() allocates, and may read a file; it is called
// when the charset is another than the last. The object owns what it opened.
#pragma once

#include <iconv.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/wire/charset.hpp>

namespace mailmote::posix {

class Iconv final : public wire::CharsetConverter {
 public:
  static constexpr std::size_t max_name = 40;  // octets of a charset's name, which are letters, digits and - _ . : +

  Iconv() = default;
  ~Iconv() { close(); }
  Iconv(const Iconv&) = delete;
  Iconv& operator=(const Iconv&) = delete;

  bool begin(std::string_view charset) override;
  wire::Step decode(std::string_view in, std::span<char> out) override;
  std::size_t finish(std::span<char> out) override;
  bool malformed() const override { return malformed_; }

 private:
  enum class Outcome : std::uint8_t { done, partial, broken, no_room };
  struct Window {
    char* at;
    std::size_t left;
  };

  bool open(std::string_view charset);
  void close();
  Outcome convert(Window& in, Window& out);
  bool put_replacement(Window& out);
  bool take_held(char next, Window& out);

  bool opened_ = false;
  bool malformed_ = false;
  std::uint8_t unit_ = 1;  // octets that a character has at least
  std::uint8_t held_size_ = 0;
  std::array<char, 8> held_{};  // octets of a character that is not complete
  std::array<char, max_name + 1> name_{};
  iconv_t descriptor_{};
};

}  // namespace mailmote::posix
