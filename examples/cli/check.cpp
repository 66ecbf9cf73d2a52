#include "check.hpp"

#include <cstdio>
#include <string>
#include <vector>

#include "inlet.hpp"
#include "json.hpp"
#include "offers.hpp"
#include "outlet.hpp"
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

void print(const Arguments& arguments, std::string_view spec, std::string_view user,
           const std::vector<std::string>& offers) {
  if (arguments.json()) {
    Json object;
    object.text("spec", spec).flag("ok", true).text("user", user);
    if (!offers.empty()) object.texts("offers", offers);
    std::puts(object.line().c_str());
    return;
  }
  std::string line = user.empty() ? "ok without login" : "ok as " + printable(user);
  for (const std::string& word : offers) line += (&word == &offers[0] ? ", offers " : " ") + printable(word);
  std::puts(line.c_str());
}

int check_sending(const Arguments& arguments) {
  Outlet outlet(arguments);
  if (!outlet.prepare(0)) return outlet.status();
  mailmote::Mailer& mailer = outlet.mailer();
  if (const auto opened = mailer.open(outlet.spec(), outlet.login()); !opened)
    return outlet.report_failure(opened.error());
  const std::vector<std::string> capabilities = offered(*mailer.capabilities());
  const std::string user(outlet.login().user);
  if (const auto closed = mailer.close(); !closed) return outlet.report_failure(closed.error());
  print(arguments, outlet.spec(), user, capabilities);
  return 0;
}

int check_reading(const Arguments& arguments) {
  Inlet inlet(arguments);
  Offers offers(inlet.access().transcript());
  inlet.show_to(offers);
  if (!inlet.open(Opening::half)) return inlet.status();
  if (const int status = inlet.close_checked(); status != 0) return status;
  Access& access = inlet.access();
  print(arguments, access.spec(), access.parsed().anonymous ? "anonymous" : access.login().user, offers.words());
  return 0;
}

}  // namespace

int check(const Arguments& arguments) {
  return is_sending(service_to_check(arguments)) ? check_sending(arguments) : check_reading(arguments);
}

}  // namespace cli
