// Secrets: where they come from, and that no copy of one is given back to the heap.
#include "../../examples/cli/credentials.hpp"

#include <doctest/doctest.h>
#include <malloc.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <new>
#include <string>
#include <string_view>

#include "../../examples/cli/secret_input.hpp"

namespace {

// In the middle of the secrets, so that the words a heap writes into freed memory do not hide it.
constexpr char mark[] = "correct-horse-battery";
bool mark_was_freed = false;

const std::string secret = std::string(100, 'a') + mark + std::string(3000, 'z');

// The reading end of a pipe that holds `text` and has ended.
class Input {
 public:
  explicit Input(std::string_view text) {
    REQUIRE(::pipe(ends_) == 0);
    REQUIRE(::write(ends_[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    ::close(ends_[1]);
  }
  ~Input() { ::close(ends_[0]); }
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  int descriptor() const { return ends_[0]; }

 private:
  int ends_[2];
};

void release(void* memory) noexcept {
  if (memory == nullptr) return;
  if (::memmem(memory, ::malloc_usable_size(memory), mark, sizeof mark - 1) != nullptr) mark_was_freed = true;
  std::free(memory);
}

}  // namespace

void* operator new(std::size_t size) {
  if (void* const memory = std::calloc(1, size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { release(memory); }
void operator delete(void* memory, std::size_t) noexcept { release(memory); }

TEST_CASE("a secret is one line, its end left out") {
  for (const std::string_view text : {"pass w\xC3\xB6rd", "pass w\xC3\xB6rd\n", "pass w\xC3\xB6rd\r\nmore\n"}) {
    const Input input{text};
    std::string read;
    CHECK(cli::read_secret(input.descriptor(), read));
    CHECK(read == "pass w\xC3\xB6rd");
  }
  std::string none;
  CHECK_FALSE(cli::read_secret(-1, none));
}

TEST_CASE("a secret of more than 64 KiB is refused, not cut") {
  for (const std::size_t size : {65536U, 65537U}) {
    char path[] = "/tmp/mailmote-test-XXXXXX";
    const int file = ::mkstemp(path);
    ::unlink(path);
    const std::string text(size, 'x');
    REQUIRE(::pwrite(file, text.data(), text.size(), 0) == static_cast<ssize_t>(size));
    std::string read;
    CHECK(cli::read_secret(file, read) == (size == 65536));
    ::close(file);
  }
}

TEST_CASE("credentials leave nothing in the heap") {
  mailmote::Spec spec;
  spec.user = "ann";
  cli::Arguments arguments;
  mark_was_freed = false;
  SUBCASE("from a descriptor") {
    const Input input{secret};
    arguments.add("password-fd", std::to_string(input.descriptor()));
    cli::Credentials credentials;
    CHECK(credentials.read(arguments, spec).empty());
    CHECK((credentials.login().password == secret));
  }
  SUBCASE("from the environment") {
    ::setenv("MAILMOTE_PASSWORD", secret.c_str(), 1);
    cli::Credentials credentials;
    CHECK(credentials.read(arguments, spec).empty());
    CHECK((credentials.login().password == secret));
    ::unsetenv("MAILMOTE_PASSWORD");
  }
  SUBCASE("a token") {
    ::setenv("MAILMOTE_TOKEN", secret.c_str(), 1);
    cli::Credentials credentials;
    CHECK(credentials.read(arguments, spec).empty());
    CHECK((credentials.login().token == secret));
    ::unsetenv("MAILMOTE_TOKEN");
  }
  SUBCASE("a password that belongs to nobody is not even taken") {
    ::setenv("MAILMOTE_PASSWORD", secret.c_str(), 1);
    cli::Credentials credentials;
    CHECK(credentials.read(arguments, {}).empty());
    CHECK(credentials.login().empty());
    ::unsetenv("MAILMOTE_PASSWORD");
  }
  CHECK_FALSE(mark_was_freed);
}
