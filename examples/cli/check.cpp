#include "check.hpp"

#include <cstdio>

#include "json.hpp"
#include "outlet.hpp"
#include "report.hpp"
#include "service.hpp"
#include "text.hpp"

namespace cli {
namespace {

std::string offered(const mailmote::smtp::Capabilities& c) {
  std::string list;
  const auto add = [&list](bool has, std::string_view word) {
    if (has) list += (list.empty() ? "" : " ") + std::string(word);
  };
  add(c.pipelining, "PIPELINING");
  add(c.eight_bit, "8BITMIME");
  add(c.size, "SIZE");
  using mailmote::Mechanism;
  for (const auto m : {Mechanism::plain, Mechanism::login, Mechanism::xoauth2})
    add(c.mechanisms.has(m), "AUTH=" + std::string(name(m)));
  return list;
}

}  // namespace

int check(const Arguments& arguments) {
  Outlet outlet(arguments);
  if (!outlet.prepare(default_service(arguments, mailmote::Service::imap), 0)) return outlet.status();
  mailmote::Mailer& mailer = outlet.mailer();
  if (const auto opened = mailer.open(outlet.spec(), outlet.login()); !opened)
    return outlet.report_failure(opened.error());
  const std::string capabilities = offered(*mailer.capabilities());
  const std::string user(outlet.login().user);
  if (const auto closed = mailer.close(); !closed) return outlet.report_failure(closed.error());
  if (arguments.json()) {
    std::puts(Json()
                  .text("spec", outlet.spec())
                  .flag("ok", true)
                  .text("user", user)
                  .text("offers", capabilities)
                  .line()
                  .c_str());
  } else {
    std::printf("ok %s%s%s\n", user.empty() ? "without login" : "as ", printable(user).c_str(),
                capabilities.empty() ? "" : (", offers " + capabilities).c_str());
  }
  return 0;
}

}  // namespace cli
