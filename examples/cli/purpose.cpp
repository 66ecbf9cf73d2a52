#include "purpose.hpp"

#include <string>

#include "report.hpp"
#include "text.hpp"

namespace cli {
namespace {

using mailmote::Service;
using mailmote::Spec;

bool is_own_port(const Spec& spec) {
  return spec.port == default_port(spec.service, false) || spec.port == default_port(spec.service, true);
}

// The same server with another service, not on the port of its own.
Spec with_service(Spec spec, Service service) {
  if (is_own_port(spec)) spec.port = 0;
  spec.service = service;
  return spec;
}

Spec to_send_by(Spec spec) {
  spec = with_service(spec, Service::submit);
  spec.mailbox = "INBOX";
  spec.readonly = spec.anonymous = spec.norsh = false;
  return spec;
}

std::string service_name(const Spec& spec) { return std::string(name(spec.service)); }

int report_misuse(const Arguments& arguments, const std::string& message, const Spec& better) {
  const std::string works = canonical(better);
  Json object;
  object.text("suggestion", works);
  return report(arguments, "input", message, {"Try: " + printable(works)}, 64, object);
}

}  // namespace

int report_not_for_sending(const Arguments& arguments, const Spec& spec) {
  return report_misuse(arguments, service_name(spec) + " is for reading mail, not for sending it", to_send_by(spec));
}

int report_not_for_reading(const Arguments& arguments, const Spec& spec) {
  return report_misuse(arguments, service_name(spec) + " is for sending mail, and opens no mailbox",
                       with_service(spec, Service::imap));
}

int report_not_there_yet(const Arguments& arguments, const Spec& spec) {
  const std::string better = printable(canonical(with_service(spec, Service::imap)));
  return report(arguments, "unsupported", "reading by " + service_name(spec) + " is not there yet; by imap it is",
                {"If the server speaks IMAP, too: " + better}, 69);
}

}  // namespace cli
