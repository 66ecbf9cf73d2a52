#include "sendmail.hpp"

#include <cerrno>
#include <cstring>

#include "config_file.hpp"
#include "lines.hpp"
#include "outlet.hpp"
#include "report.hpp"
#include "sendmail_options.hpp"
#include "submission.hpp"

namespace cli {
namespace {

int send(const Arguments& arguments, const ConfigFile& config, Submission& mail) {
  Outlet outlet(arguments);
  outlet.credentials().set_secret(config.password(), config.token());
  if (!outlet.prepare(mail.recipient_count())) return outlet.status();
  mailmote::Envelope envelope;
  envelope.from = mail.sender();
  envelope.to = mail.recipients();
  envelope.content = &mail.octets();
  envelope.eight_bit = mail.eight_bit();
  const auto sent = outlet.mailer().send(outlet.spec(), outlet.login(), envelope);
  return sent ? 0 : outlet.report_failure(sent.error());
}

}  // namespace

std::string_view sendmail_details() {
  return "Or: mailmote sendmail [-i] [-f ADDR] [-F NAME] RECIPIENT...\n"
         "A link named sendmail to this program does the same, for cron, mailx, PHP and others that call sendmail.\n\n"
         "configuration: $MAILMOTE_CONFIG, or ~/.config/mailmote.conf, or /etc/mailmote.conf\n"
         "  spec = {smtp.plant.example/submit/tls}\n"
         "  user = pump3\n"
         "  password = ...               or token; a file with either must not be readable by others\n"
         "  from = pump3@plant.example   who sends it where the program does not say, or has no domain\n"
         "  domain = plant.example       stands behind names without one: root is root@plant.example\n"
         "  local = ops@plant.example    gets what is for a name without a domain, in place of that\n"
         "  ca, helo, auth, timeout      as the options";
}

int sendmail(std::span<char* const> line) {
  Arguments plain;
  SendmailOptions options;
  if (const std::string wrong = parse_sendmail(line, options); !wrong.empty()) return report_usage(plain, wrong);
  ConfigFile config;
  if (const std::string wrong = config.read(); !wrong.empty()) return report(plain, "config", wrong, {}, 78);
  if (options.verbose) config.arguments().add("v", "");
  Lines lines(options.whole);
  Submission mail(options, config);
  if (!mail.read(lines)) {
    if (!mail.refusal().empty()) return report(plain, "input", mail.refusal(), {}, 65);
    return report(plain, "io", std::string("standard input: ") + std::strerror(errno), {}, 66);
  }
  return send(config.arguments(), config, mail);
}

}  // namespace cli
