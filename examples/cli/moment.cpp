#include "moment.hpp"

#include <ctime>

namespace cli {

std::string moment(std::int64_t seconds) {
  const auto when = static_cast<std::time_t>(seconds);
  std::tm parts = {};
  char text[64];
  if (seconds == 0 || ::gmtime_r(&when, &parts) == nullptr) return {};
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

}  // namespace cli
