#include "outlet.hpp"

#include <mailmote/describe.hpp>

#include "report.hpp"
#include "service.hpp"
#include "text.hpp"
#include "trust_file.hpp"

namespace cli {
namespace {

using mailmote::Advice;
using mailmote::Error;

// The library's words, or those that know of the options here.
std::string message(const Error& error) {
  if (error.advice == Advice::no_password)
    return "no password: set $MAILMOTE_PASSWORD, use --password-fd N, or run it on a terminal";
  char line[mailmote::describe_room];
  return std::string(headline(error, line));
}

// The specification that would have worked, where one is known.
std::string better(const mailmote::Spec& spec, Advice advice) {
  if (advice == Advice::perhaps_ssl || advice == Advice::use_ssl) return canonical(with_ssl(spec));
  return {};
}

bool is_own_port(const mailmote::Spec& spec) {
  return spec.port == default_port(spec.service, false) || spec.port == default_port(spec.service, true);
}

// The same server, as one to send by: not on the port of the reading service, and with no mailbox.
mailmote::Spec to_send_by(mailmote::Spec spec) {
  if (is_own_port(spec)) spec.port = 0;
  spec.service = mailmote::Service::submit;
  spec.mailbox = "INBOX";
  spec.readonly = spec.anonymous = spec.norsh = false;
  return spec;
}

}  // namespace

bool Outlet::prepare(mailmote::Service service, std::size_t recipients) {
  if (!read_spec(service)) return false;
  if (const std::string wrong = trust_file_fault(arguments_, parsed_); !wrong.empty()) {
    status_ = report(arguments_, "io", wrong, {}, 66);
    return false;
  }
  const std::string wrong = credentials_.read(arguments_, parsed_);
  if (!wrong.empty()) {
    status_ = report(arguments_, "io", wrong, {}, 66);
    return false;
  }
  read_resolve();
  make_mailer(recipients);
  return true;
}

bool Outlet::read_spec(mailmote::Service service) {
  const mailmote::SpecResult result = parse_spec(arguments_.words[0], service, storage_);
  if (!result) {
    status_ = report_spec(arguments_, arguments_.words[0], result.fault);
    return false;
  }
  parsed_ = result.spec;
  if (parsed_.debug) transcript_.show_conversation();
  spec_ = canonical(parsed_);
  const mailmote::SpecReason reason = check_opening(parsed_);
  if (reason != mailmote::SpecReason::none) {
    status_ = report_opening(arguments_, parsed_, reason);
    return false;
  }
  if (for_mailboxes_only(parsed_)) {
    status_ = report_mailbox_flags(arguments_, parsed_);
    return false;
  }
  if (is_sending(parsed_.service)) return true;
  status_ = report(arguments_, "unsupported",
                   "reading by " + std::string(name(parsed_.service)) + " is not there yet; mail can be sent",
                   {"To send, or to check a server to send by: " + printable(canonical(to_send_by(parsed_)))}, 69);
  return false;
}

void Outlet::read_resolve() {
  mappings_ = arguments_.values("resolve");
  for (const std::string_view mapping : mappings_) {
    const std::size_t sign = mapping.find('=');
    resolve_.push_back({mapping.substr(0, sign), mapping.substr(sign + 1)});
  }
}

void Outlet::make_mailer(std::size_t recipients) {
  ca_file_ = arguments_.value("ca");
  mailmote::posix::Options network;
  network.ca_file = arguments_.has("ca") ? ca_file_.c_str() : nullptr;
  network.resolve = resolve_;
  network_.emplace(network);

  constexpr std::size_t words = 128, scratch = 1024, command = 512;
  const std::size_t window = std::stoul(arguments_.value("window", "4096"));
  const std::size_t tx = window < command ? command : window;
  memory_.resize(words + scratch + window + tx);
  deliveries_.resize(recipients);
  const std::span<char> all(memory_);
  mailmote::MailerMemory memory;
  memory.words = all.first(words);
  memory.scratch = all.subspan(words, scratch);
  memory.rx = all.subspan(words + scratch, window);
  memory.tx = all.subspan(words + scratch + window);
  memory.deliveries = deliveries_;

  helo_ = arguments_.value("helo");
  mailmote::MailerOptions options;
  options.helo = helo_;
  options.observer = &transcript_;
  if (arguments_.has("timeout")) options.timeout_ms = timeout_ms(arguments_.value("timeout"));
  if (arguments_.has("auth")) options.mechanism = mailmote::mechanism_named(arguments_.value("auth"));
  mailer_.emplace(*network_, memory, options);
}

int Outlet::report_failure(const Error& error) {
  std::vector<std::string> details;
  if (error.fault != mailmote::FaultKind::none && !error.server_text.empty())
    details.push_back(printable(error.server_text));
  const bool advised = error.advice != Advice::none && error.advice != Advice::no_password;
  if (advised) details.emplace_back(text(error.advice));
  const std::string works = better(parsed_, error.advice);
  if (!works.empty()) details.push_back("Try: " + printable(works));

  Json object;
  object.text("stage", name(error.stage)).text("retry", name(error.retry)).text("advice", name(error.advice));
  object.number("reply", error.reply).text("enhanced", enhanced(error.enhanced));
  object.text("server_text", error.server_text);
  return report(arguments_, name(error.category), message(error), details, exit_code(error), object);
}

}  // namespace cli
