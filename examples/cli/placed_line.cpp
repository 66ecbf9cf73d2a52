#include "placed_line.hpp"

#include <cstdio>

#include "json.hpp"

namespace cli {

void print_placed(const Arguments& arguments, std::string_view mailbox, const mailmote::Placed& placed) {
  const bool known = placed.uid != 0;
  if (!arguments.json()) {
    if (known) std::printf("%u\n", placed.uid);
    return;
  }
  Json object;
  object.text("mailbox", mailbox);
  if (known) {
    object.number("id", placed.uid).number("uidvalidity", placed.uid_validity);
  } else {
    object.null("id").null("uidvalidity");
  }
  std::puts(object.line().c_str());
}

}  // namespace cli
