// What was perhaps meant by a specification that cannot be read.
#include <mailmote/spec.hpp>

#include "spec_parser.hpp"
#include "spec_words.hpp"

namespace mailmote {
namespace {

void suggest(std::string_view text, SpecFault& fault) {
  const char* const begin = text.data() + fault.offset;
  const std::string_view wrong{begin, fault.length};
  char room[spec::longest_word];
  const auto value = [&] { return begin[-1] == '"' ? spec::unescaped(wrong, room) : wrong; };
  switch (fault.reason) {
    case SpecReason::host_octet:
      if (*begin == '@') fault.suggestion = "/user=";
      break;
    case SpecReason::unknown_switch: fault.suggestion = spec::near_switch(wrong); break;
    case SpecReason::quote_value:
      // A flag with a slip is more likely than a value that holds a slash.
      if (begin[-1] == '/') fault.suggestion = spec::near_switch(wrong);
      if (!fault.suggestion.empty()) fault.reason = SpecReason::unknown_switch;
      break;
    case SpecReason::unknown_service: fault.suggestion = spec::near_service(value()); break;
    case SpecReason::unknown_mechanism: fault.suggestion = spec::near_mechanism(value()); break;
    default: break;
  }
}

}  // namespace

SpecResult parse_spec(std::string_view text, Service service, std::span<char> storage) {
  SpecResult result;
  result.spec.service = service;
  result.fault = spec::read(text, storage, result.spec);
  if (result) return result;
  result.spec = Spec();
  suggest(text, result.fault);
  return result;
}

}  // namespace mailmote
