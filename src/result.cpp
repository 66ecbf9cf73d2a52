#include <mailmote/result.hpp>

namespace mailmote {

std::string_view name(Category category) {
  switch (category) {
    case Category::none: return "none";
    case Category::input: return "input";
    case Category::io: return "io";
    case Category::network: return "network";
    case Category::timeout: return "timeout";
    case Category::closed: return "closed";
    case Category::rejected: return "rejected";
    case Category::limit: return "limit";
    case Category::unsupported: return "unsupported";
    case Category::protocol: return "protocol";
    case Category::tls: return "tls";
    case Category::auth: return "auth";
    case Category::cert: return "cert";
    case Category::policy: return "policy";
    case Category::config: return "config";
  }
  return "none";
}

std::string_view name(Stage stage) {
  switch (stage) {
    case Stage::spec: return "spec";
    case Stage::dns: return "dns";
    case Stage::connect: return "connect";
    case Stage::greeting: return "greeting";
    case Stage::tls: return "tls";
    case Stage::capability: return "capability";
    case Stage::auth: return "auth";
    case Stage::mailbox: return "mailbox";
    case Stage::envelope: return "envelope";
    case Stage::data: return "data";
    case Stage::fetch: return "fetch";
    case Stage::idle: return "idle";
    case Stage::close: return "close";
  }
  return "spec";
}

std::string_view name(Retry retry) {
  switch (retry) {
    case Retry::never: return "never";
    case Retry::after_fix: return "after_fix";
    case Retry::later: return "later";
    case Retry::reconnect: return "reconnect";
    case Retry::refresh_token: return "refresh_token";
  }
  return "never";
}

namespace {

// sysexits.h, which not every machine has.
constexpr int usage = 64, data = 65, no_input = 66, no_host = 68, unavailable = 69, try_again = 75, protocol = 76,
              no_permission = 77, configuration = 78;

// The server's own word decides, where it has a number: a mailbox that is full (552) may be empty tomorrow, but the
// server will not be asked again by itself.
bool is_for_now(const Error& error) { return error.reply != 0 ? error.reply < 500 : error.retry == Retry::later; }

}  // namespace

int exit_code(const Error& error) {
  switch (error.category) {
    case Category::none: return 0;
    case Category::input: return error.stage == Stage::spec ? usage : data;
    case Category::io: return no_input;
    case Category::network:
      return error.stage == Stage::dns && error.fault != FaultKind::resolver ? no_host : try_again;
    case Category::timeout:
    case Category::closed: return try_again;
    case Category::rejected: return is_for_now(error) ? try_again : data;
    case Category::limit:
    case Category::unsupported: return unavailable;
    case Category::protocol:
    case Category::tls: return protocol;
    case Category::auth:
    case Category::cert:
    case Category::policy: return no_permission;
    case Category::config: return configuration;
  }
  return protocol;
}

}  // namespace mailmote
