#include "check.hpp"

#include <cstdio>
#include <string>
#include <vector>

#include "json.hpp"
#include "outlet.hpp"
#include "report.hpp"
#include "service.hpp"
#include "text.hpp"

namespace cli {
namespace {

std::vector<std::string> offered(const mailmote::smtp::Capabilities& c) {
  std::vector<std::string> list;
  const auto add = [&list](bool has, std::string_view word) {
    if (has) list.emplace_back(word);
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
  if (!outlet.prepare(default_service(arguments, mailmote::Service::smtp), 0)) return outlet.status();
  mailmote::Mailer& mailer = outlet.mailer();
  if (const auto opened = mailer.open(outlet.spec(), outlet.login()); !opened)
    return outlet.report_failure(opened.error());
  const std::vector<std::string> capabilities = offered(*mailer.capabilities());
  const std::string user(outlet.login().user);
  if (const auto closed = mailer.close(); !closed) return outlet.report_failure(closed.error());
  if (arguments.json()) {
    std::puts(Json()
                  .text("spec", outlet.spec())
                  .flag("ok", true)
                  .text("user", user)
                  .texts("offers", capabilities)
                  .line()
                  .c_str());
  } else {
    std::string line = user.empty() ? "ok without login" : "ok as " + printable(user);
    for (const std::string& word : capabilities) line += (&word == &capabilities[0] ? ", offers " : " ") + word;
    std::puts(line.c_str());
  }
  return 0;
}

}  // namespace cli
