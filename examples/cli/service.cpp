#include "service.hpp"

namespace cli {

mailmote::Service default_service(const Arguments& arguments, mailmote::Service otherwise) {
  using mailmote::Service;
  const std::string wanted = arguments.value("service");
  for (const auto s : {Service::imap, Service::pop3, Service::nntp, Service::smtp, Service::submit})
    if (name(s) == wanted) return s;
  return otherwise;
}

}  // namespace cli
