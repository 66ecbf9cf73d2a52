#include <mailmote/result.hpp>

#include <doctest/doctest.h>

using namespace mailmote;

namespace {

Error error(Category category, Stage stage = Stage::envelope, Retry retry = Retry::after_fix) {
  Error e;
  e.category = category;
  e.stage = stage;
  e.retry = retry;
  return e;
}

}  // namespace

TEST_CASE("no error is success, any error is not") {
  CHECK(Result());
  CHECK(Result(Error()));
  CHECK_FALSE(Result(error(Category::input)));
  CHECK(Result(error(Category::cert)).error().category == Category::cert);
}

TEST_CASE("the exit status says whose turn it is: sysexits.h") {
  CHECK(exit_code(Error()) == 0);
  CHECK(exit_code(error(Category::input, Stage::spec)) == 64);
  CHECK(exit_code(error(Category::input, Stage::envelope)) == 65);
  CHECK(exit_code(error(Category::input, Stage::auth)) == 65);
  CHECK(exit_code(error(Category::io, Stage::data)) == 66);
  CHECK(exit_code(error(Category::network, Stage::connect)) == 75);
  CHECK(exit_code(error(Category::timeout)) == 75);
  CHECK(exit_code(error(Category::closed)) == 75);
  CHECK(exit_code(error(Category::rejected, Stage::envelope, Retry::never)) == 65);
  CHECK(exit_code(error(Category::rejected, Stage::envelope, Retry::after_fix)) == 65);
  CHECK(exit_code(error(Category::rejected, Stage::envelope, Retry::later)) == 75);
  CHECK(exit_code(error(Category::limit)) == 69);
  CHECK(exit_code(error(Category::unsupported)) == 69);
  CHECK(exit_code(error(Category::protocol)) == 76);
  CHECK(exit_code(error(Category::tls)) == 76);
  CHECK(exit_code(error(Category::auth)) == 77);
  CHECK(exit_code(error(Category::cert)) == 77);
  CHECK(exit_code(error(Category::policy)) == 77);
  CHECK(exit_code(error(Category::config)) == 78);
}

TEST_CASE("an unknown host is for good, a resolver in trouble is not") {
  Error e = error(Category::network, Stage::dns);
  e.fault = FaultKind::unknown_host;
  CHECK(exit_code(e) == 68);
  e.fault = FaultKind::resolver;
  CHECK(exit_code(e) == 75);
}

TEST_CASE("every category, stage and retry has its word") {
  constexpr std::string_view categories[] = {"none",   "input",    "io",    "network",     "timeout",
                                             "closed", "rejected", "limit", "unsupported", "protocol",
                                             "tls",    "auth",     "cert",  "policy",      "config"};
  for (std::size_t i = 0; i < std::size(categories); ++i) CHECK(name(static_cast<Category>(i)) == categories[i]);
  constexpr std::string_view stages[] = {"spec",    "dns",      "connect", "greeting", "tls",  "capability", "auth",
                                         "mailbox", "envelope", "data",    "fetch",    "idle", "close"};
  for (std::size_t i = 0; i < std::size(stages); ++i) CHECK(name(static_cast<Stage>(i)) == stages[i]);
  constexpr std::string_view retries[] = {"never", "after_fix", "later", "reconnect", "refresh_token"};
  for (std::size_t i = 0; i < std::size(retries); ++i) CHECK(name(static_cast<Retry>(i)) == retries[i]);
}

TEST_CASE("an enhanced code that was not there is none") {
  CHECK_FALSE(Enhanced().is(0, 0));
  CHECK(Enhanced{5, 7, 8}.is(7, 8));
  CHECK_FALSE(Enhanced{5, 7, 8}.is(7, 9));
  CHECK(Enhanced{5, 7, 8} != Enhanced{4, 7, 8});
}
