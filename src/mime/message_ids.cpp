#include "message_ids.hpp"

#include <mailmote/mime/message_check.hpp>
#include <mailmote/wire/ascii.hpp>

namespace mailmote::mime {
namespace {

bool stands_in_id(char c) { return wire::is_ascii(c) && !wire::is_control(c) && c != ' ' && c != '<' && c != '>'; }

}  // namespace

std::string_view MessageIds::refuse() {
  refused_ = true;
  return {};
}

std::string_view MessageIds::next() {
  if (refused_) return {};
  while (at_ < list_.size() && wire::is_blank(list_[at_])) ++at_;
  if (at_ == list_.size()) return {};
  const bool angle = list_[at_] == '<';
  const std::size_t begin = angle ? ++at_ : at_;
  std::size_t middle = begin;  // the @
  for (; at_ < list_.size() && stands_in_id(list_[at_]); ++at_) {
    if (list_[at_] == ',' && !angle) return refuse();  // it would be taken for what divides ids
    if (at_ - begin == max_reference) return refuse();
    if (list_[at_] == '@') middle = at_;
  }
  const std::string_view id{list_.data() + begin, at_ - begin};
  if (middle == begin || middle + 1 == at_) return refuse();
  if (angle && (at_ == list_.size() || list_[at_] != '>')) return refuse();
  if (angle) ++at_;
  const bool ends = at_ == list_.size() || wire::is_blank(list_[at_]) || list_[at_] == '<';
  return ends ? id : refuse();
}

}  // namespace mailmote::mime
