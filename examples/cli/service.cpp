#include "service.hpp"

namespace cli {

mailmote::Service default_service(const Arguments& arguments, mailmote::Service otherwise) {
  using mailmote::Service;
  const std::string wanted = arguments.value("service");
  for (const auto s : {Service::imap, Service::pop3, Service::nntp, Service::smtp, Service::submit})
    if (name(s) == wanted) return s;
  return otherwise;
}

bool is_sending(mailmote::Service service) {
  return service == mailmote::Service::smtp || service == mailmote::Service::submit;
}

bool names_service(std::string_view text) {
  using mailmote::Service;
  char storage[mailmote::max_spec_storage];
  const Service one = parse_spec(text, Service::imap, storage).spec.service;
  return one == parse_spec(text, Service::smtp, storage).spec.service;
}

bool is_sending_port(std::uint16_t port) { return port == 25 || port == 465 || port == 587 || port == 2525; }

mailmote::Service service_to_check(const Arguments& arguments) {
  using mailmote::Service;
  const std::string& text = arguments.words[0];
  char storage[mailmote::max_spec_storage];
  const mailmote::Spec spec = parse_spec(text, default_service(arguments, Service::imap), storage).spec;
  const bool says_nothing = !arguments.has("service") && !names_service(text);
  return says_nothing && is_sending_port(spec.port) ? Service::smtp : spec.service;
}

bool for_mailboxes_only(const mailmote::Spec& spec) {
  return is_sending(spec.service) && (spec.anonymous || spec.readonly);
}

}  // namespace cli
