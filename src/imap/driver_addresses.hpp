// The addresses of an ENVELOPE as one text: "Zoë <zoe@plant.example>, ops: a@x.example, b@x.example;".
//
// Whatever a name holds, it does not look like an address: a name with a comma, an angle bracket or their kind stands
// in quotes, as RFC 5322 has them. An address goes in whole or not at all.
#pragma once

#include <cstdint>
#include <string_view>

#include <mailmote/imap/fetch.hpp>
#include <mailmote/texts.hpp>

namespace mailmote::imap {

class AddressList {
 public:
  // A list begins, as a text of its own.
  void begin(Texts& texts);

  // Takes every value of an address, whole, or the first piece of it.
  void take(AddressPart part, const Event& value, Texts& texts);

  // The addresses that are complete.
  std::string_view whole(const Texts& texts) const { return {texts.text().data(), whole_}; }
  bool is_cut() const { return cut_; }

 private:
  void begin_address(std::string_view name, Texts& texts);
  void end_address(Texts& texts, std::string_view end);

  std::uint16_t whole_ = 0;  // octets of the text up to the last address that is whole
  bool cut_ = false;         // an address was left out
  bool broken_ = false;      // the address under way does not fit
  bool begun_ = false;       // something of it was put
  bool named_ = false;       // it has a name
  bool bare_ = true;         // no separator is due: nothing stands there, or the beginning of a group
  bool group_ = false;
};

}  // namespace mailmote::imap
