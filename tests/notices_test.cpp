#include <mailmote/notices.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>

using namespace mailmote;
using namespace std::string_literals;

namespace {

// "alert secured: text", with "..." behind a text that was cut.
std::string told(const NoticeLog& log) {
  constexpr const char* kinds[] = {"alert", "warning", "error", "goodbye"};
  std::string text;
  for (const ServerNotice n : log) {
    text += std::string(text.empty() ? "" : " | ") + kinds[static_cast<unsigned>(n.kind)];
    text += std::string(n.secured ? " secured: " : ": ") + std::string(n.text) + (n.cut ? "..." : "");
  }
  return text;
}

}  // namespace

TEST_CASE("notices come back as they were added, in order, until they are cleared") {
  NoticeStorage<128> memory;
  NoticeLog log(memory);
  CHECK(log.empty());
  CHECK(told(log) == "");
  log.add({NoticeKind::alert, true, false, "disk full"});
  log.add({NoticeKind::warning, false, true, ""});
  log.add({NoticeKind::error, false, false, std::string_view("a\0b", 3)});
  log.add({NoticeKind::goodbye, true, true, "idle"});
  CHECK(told(log) == "alert secured: disk full | warning: ... | error: a"s + '\0' + "b | goodbye secured: idle...");
  CHECK(log.dropped() == 0);
  CHECK_FALSE(log.empty());
  log.clear();
  CHECK(log.empty());
  CHECK(told(log) == "");
  log.add({NoticeKind::alert, false, false, "again"});
  CHECK(told(log) == "alert: again");
}

TEST_CASE("what does not fit is cut, then counted; nothing is written beyond the memory") {
  for (std::size_t size = 0; size <= 40; ++size) {
    CAPTURE(size);
    const std::unique_ptr<char[]> octets(new char[size]);
    NoticeLog log({octets.get(), size});
    for (unsigned i = 0; i < 3; ++i) log.add({NoticeKind::alert, false, false, "0123456789"});
    const std::size_t whole = size / 13, rest = size % 13;
    std::string expected;
    for (std::size_t i = 0; i < whole && i < 3; ++i) expected += std::string(i == 0 ? "" : " | ") + "alert: 0123456789";
    const bool part = whole < 3 && rest > 3;
    if (part)
      expected +=
          std::string(whole == 0 ? "" : " | ") + "alert: " + std::string("0123456789").substr(0, rest - 3) + "...";
    CHECK(told(log) == expected);
    CHECK(log.dropped() == 3 - std::min<std::size_t>(3, whole) - (part ? 1 : 0));
  }
}

TEST_CASE("a log that was cleared counts anew") {
  NoticeLog log(std::span<char>{});
  log.add({});
  CHECK(log.dropped() == 1);
  log.clear();
  CHECK(log.dropped() == 0);
}

TEST_CASE("a text of more than 255 octets") {
  NoticeStorage<1000> memory;
  NoticeLog log(memory);
  const std::string text(700, 'x');
  log.add({NoticeKind::error, false, false, text});
  log.add({NoticeKind::alert, false, false, "y"});
  CHECK(told(log) == "error: " + text + " | alert: y");
}
