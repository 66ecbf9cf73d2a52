#include "notice.hpp"

#include <cstdio>
#include <string>
#include <string_view>

#include "text.hpp"

namespace cli {
namespace {

using mailmote::NoticeKind;

std::string_view words(NoticeKind kind) {
  switch (kind) {
    case NoticeKind::alert: return "the server alerts: ";
    case NoticeKind::warning: return "the server warns: ";
    case NoticeKind::error: return "the server complains: ";
    case NoticeKind::goodbye: return "the server says goodbye: ";
  }
  return "";
}

}  // namespace

void print_notice(const mailmote::ServerNotice& notice) {
  std::string line = "mailmote: notice: ";
  line += words(notice.kind);
  line += printable(notice.text);
  if (notice.cut) line += "...";
  if (!notice.secured) line += " (said without TLS)";
  std::fprintf(stderr, "%s\n", line.c_str());
}

void print_dropped_notices(std::uint32_t count) {
  std::fprintf(stderr, "mailmote: notice: %u more, which found no room\n", count);
}

}  // namespace cli
