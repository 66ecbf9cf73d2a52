#include "message_ids.hpp"

#include <mailmote/mime/message_check.hpp>
#include <mailmote/wire/ascii.hpp>

namespace mailmote::mime {
namespace {

bool stands_in_id(char c) { return wire::is_printable(c) && c != ' ' && c != '<' && c != '>'; }

}  // namespace

std::string_view MessageIds::next() {
  if (refused_) return {};
  while (wire::is_blank(here())) ++at_;
  if (at_ == list_.size()) return {};
  const bool angle = here() == '<';
  if (angle) ++at_;
  const std::size_t begin = at_;
  std::size_t middle = begin;  // the @
  char c;                      // what follows
  for (; stands_in_id(c = here()) && at_ - begin < max_reference; ++at_) {
    if (c == ',' && !angle) break;  // it would be taken for what divides ids
    if (c == '@') middle = at_;
  }
  const std::string_view id{list_.data() + begin, at_ - begin};
  refused_ = middle == begin || middle + 1 == at_ || (angle && c != '>');
  if (refused_) return {};
  if (angle) ++at_;
  c = here();
  refused_ = c != '\0' && !wire::is_blank(c) && c != '<';
  return refused_ ? std::string_view() : id;
}

}  // namespace mailmote::mime
