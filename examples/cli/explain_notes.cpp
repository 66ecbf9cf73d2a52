#include "explain_notes.hpp"

#include "service.hpp"

namespace cli {

std::vector<std::string> explain_notes(const Arguments& arguments, std::string_view text, const mailmote::Spec& spec) {
  if (is_sending(spec.service)) {
    if (spec.mailbox == "INBOX") return {};
    return {"the mailbox \"" + std::string(spec.mailbox) + "\" is ignored: sending opens none"};
  }
  std::vector<std::string> notes;
  if (is_sending_port(spec.port) && !arguments.has("service") && !names_service(text))
    notes.push_back("port " + std::to_string(spec.port) + " is one to send by; to send: --service smtp, or /smtp");
  if (spec.service != mailmote::Service::imap)
    notes.push_back("reading by " + std::string(name(spec.service)) + " is not there yet; by imap it is");
  return notes;
}

}  // namespace cli
