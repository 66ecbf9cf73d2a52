// Where a part of a message goes here: counted and summed up, and gone. A product writes it to its flash.
//
//   Checksum sum;
//   box.fetch(mail, part, sum);
//   say("crc-32", sum.crc32());
#pragma once

#include <cstdint>
#include <string_view>

#include <mailmote/stream.hpp>

class Checksum final : public mailmote::Sink {
 public:
  mailmote::IoResult write(std::string_view bytes) override;

  std::uint32_t octets() const { return octets_; }
  std::uint32_t crc32() const { return ~remainder_; }  // as Ethernet and zip have it

 private:
  std::uint32_t octets_ = 0;
  std::uint32_t remainder_ = 0xFFFFFFFF;
};
