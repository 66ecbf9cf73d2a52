#include "base64.hpp"

#include <mailmote/wire/base64.hpp>

namespace sim {

std::string to_base64(const std::string& octets) {
  std::string text(static_cast<std::size_t>(mailmote::wire::base64_length(octets.size())), '\0');
  mailmote::wire::Base64Encoder encoder;
  const auto step = encoder.encode(octets, text);
  encoder.finish(std::span<char>(text).subspan(step.written));
  return text;
}

std::string from_base64(const std::string& text) {
  std::string octets(text.size() + 3, '\0');
  mailmote::wire::Base64Decoder decoder(mailmote::wire::Base64Decoder::Form::strict);
  octets.resize(decoder.decode(text, octets).written);
  return decoder.complete() ? octets : "?";
}

}  // namespace sim
