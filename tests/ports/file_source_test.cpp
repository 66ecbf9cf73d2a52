// Files as bodies of messages.
#include <doctest/doctest.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <mailmote/ports/posix/file_source.hpp>
#include <string_view>

using namespace mailmote;

namespace {

class TemporaryFile {
 public:
  explicit TemporaryFile(std::string_view text) {
    const int file = ::mkstemp(path);
    REQUIRE(file >= 0);
    REQUIRE(::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    ::close(file);
  }
  ~TemporaryFile() { ::unlink(path); }
  char path[32] = "/tmp/mailmote-test-XXXXXX";
};

}  // namespace

TEST_CASE("a file is read to the end that it had") {
  const TemporaryFile file{"0123456789"};
  posix::FileSource source;
  REQUIRE(source.open(file.path));
  CHECK(source.size() == 10U);
  std::array<char, 4> buffer{};
  CHECK(source.read(buffer).count == 4);
  SUBCASE("all of it") {
    CHECK(source.read(buffer).count == 4);
    CHECK(source.read({}).io == Io::want_read);
    CHECK(source.read(buffer).count == 2);
    CHECK(source.read(buffer).io == Io::closed);
    CHECK(source.read(buffer).io == Io::closed);
  }
  SUBCASE("what was added is left out") {
    std::FILE* const log = std::fopen(file.path, "a");
    std::fputs("more", log);
    std::fclose(log);
    CHECK(source.read(buffer).count == 4);
    CHECK(source.read(buffer).count == 2);
    CHECK(source.read(buffer).io == Io::closed);
  }
  SUBCASE("what was cut off is a failure") {
    REQUIRE(::truncate(file.path, 6) == 0);
    CHECK(source.read(buffer).count == 2);
    CHECK(source.read(buffer).io == Io::failed);
  }
  SUBCASE("opened again, it begins again") {
    REQUIRE(source.open(file.path));
    CHECK(source.size() == 10U);
    CHECK(source.read(buffer).count == 4);
    CHECK(buffer[0] == '0');
  }
}

// A chroot may be without /proc.
TEST_CASE("a file of which the system says that it is empty is read all the same" *
          doctest::skip(::access("/proc/self/status", R_OK) != 0)) {
  posix::FileSource source;
  std::array<char, 4096> buffer{};
  REQUIRE(source.open("/proc/self/status"));
  CHECK_FALSE(source.size().has_value());
  CHECK(source.read(buffer).count > 0);
  IoResult last{Io::done, 0};
  for (int i = 0; i < 100 && last.io == Io::done; ++i) last = source.read(buffer);
  CHECK(last.io == Io::closed);

  const TemporaryFile empty{""};
  REQUIRE(source.open(empty.path));
  CHECK_FALSE(source.size().has_value());
  CHECK(source.read(buffer).io == Io::closed);
}

TEST_CASE("what is no file has no size, or does not open") {
  posix::FileSource source;
  std::array<char, 4> buffer{};
  CHECK(source.read(buffer).io == Io::failed);
  CHECK_FALSE(source.open("/nonexistent"));
  CHECK(errno == ENOENT);
  CHECK_FALSE(source.open("/tmp"));
  CHECK(errno == EISDIR);
  REQUIRE(source.open("/dev/null"));
  CHECK_FALSE(source.size().has_value());
  CHECK(source.read(buffer).io == Io::closed);
  REQUIRE(source.open("/dev/zero"));
  CHECK(source.read(buffer).count == 4);
}
