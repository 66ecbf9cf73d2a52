#include "access.hpp"

#include <mailmote/describe.hpp>

#include "report.hpp"
#include "service.hpp"
#include "text.hpp"
#include "trust_file.hpp"

namespace cli {
namespace {

using mailmote::Advice;
using mailmote::Error;

// Where words that know of the options here say more than the library's.
std::string_view own_words(Advice advice) {
  if (advice == Advice::no_password)
    return "no password: set $MAILMOTE_PASSWORD, use --password-fd N, or run it on a terminal";
  if (advice == Advice::no_login) return "no user: /user= in the SPEC, --user or $MAILMOTE_USER; or /anonymous";
  return {};
}

std::string message(const Error& error) {
  if (const std::string_view own = own_words(error.advice); !own.empty()) return std::string(own);
  char line[mailmote::describe_room];
  return std::string(headline(error, line));
}

// The specification that would have worked, where one is known.
std::string better(const mailmote::Spec& spec, Advice advice) {
  if (advice == Advice::perhaps_ssl || advice == Advice::use_ssl) return canonical(with_ssl(spec));
  return {};
}

}  // namespace

bool Access::read_spec(mailmote::Service service) {
  const mailmote::SpecResult result = parse_spec(arguments_.words[0], service, storage_);
  if (!result) return refuse(report_spec(arguments_, arguments_.words[0], result.fault));
  parsed_ = result.spec;
  if (parsed_.debug) transcript_.show_conversation();
  spec_ = canonical(parsed_);
  const mailmote::SpecReason reason = check_opening(parsed_);
  if (reason != mailmote::SpecReason::none) return refuse(report_opening(arguments_, parsed_, reason));
  return true;
}

bool Access::equip() {
  if (const std::string wrong = trust_file_fault(arguments_, parsed_); !wrong.empty())
    return refuse(report(arguments_, "io", wrong, {}, 66));
  const std::string wrong = credentials_.read(arguments_, parsed_);
  if (!wrong.empty()) return refuse(report(arguments_, "io", wrong, {}, 66));
  make_network();
  return true;
}

void Access::make_network() {
  mappings_ = arguments_.values("resolve");
  for (const std::string_view mapping : mappings_) {
    const std::size_t sign = mapping.find('=');
    resolve_.push_back({mapping.substr(0, sign), mapping.substr(sign + 1)});
  }
  ca_file_ = arguments_.value("ca");
  mailmote::posix::Options options;
  options.ca_file = arguments_.has("ca") ? ca_file_.c_str() : nullptr;
  options.resolve = resolve_;
  network_.emplace(options);
}

std::uint32_t Access::timeout() const {
  return arguments_.has("timeout") ? timeout_ms(arguments_.value("timeout")) : 0;
}

std::optional<mailmote::Mechanism> Access::mechanism() const {
  return arguments_.has("auth") ? mailmote::mechanism_named(arguments_.value("auth")) : std::nullopt;
}

std::size_t Access::window() const { return std::stoul(arguments_.value("window", "4096")); }

int Access::report_failure(const Error& error) {
  std::vector<std::string> details;
  if (error.fault != mailmote::FaultKind::none && !error.server_text.empty())
    details.push_back(printable(error.server_text));
  if (error.advice != Advice::none && own_words(error.advice).empty()) details.emplace_back(text(error.advice));
  const std::string works = better(parsed_, error.advice);
  if (!works.empty()) details.push_back("Try: " + printable(works));

  Json object;
  object.text("stage", name(error.stage)).text("retry", name(error.retry)).text("advice", name(error.advice));
  object.number("reply", error.reply).text("enhanced", enhanced(error.enhanced));
  object.text("server_text", error.server_text);
  return report(arguments_, name(error.category), message(error), details, exit_code(error), object);
}

}  // namespace cli
