// The mailbox specification: what is taken prints and parses to itself, and every view and offset lies where it may.
#include <mailmote/spec.hpp>

#include "fuzz.hpp"

using fuzz::expect;
using mailmote::Service;
using mailmote::Spec;
using mailmote::SpecReason;

namespace {

bool within(std::string_view part, std::string_view whole) {
  return part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size();
}

void check_fault(const mailmote::SpecFault& fault, std::string_view input) {
  expect(fault.offset + std::size_t{fault.length} <= input.size());
  expect(!text(fault.reason).empty());
}

void check_views(const Spec& spec, std::string_view input, std::string_view storage) {
  expect(within(spec.host, input));
  expect(spec.mailbox == "INBOX" || within(spec.mailbox, input));
  for (const std::string_view name : {spec.user, spec.authuser})
    expect(name.empty() || within(name, input) || within(name, storage));
}

void check_printing(const Spec& spec) {
  char text[mailmote::max_spec_text];
  char storage[mailmote::max_spec_storage];
  const std::string_view printed = print_spec(spec, text);
  expect(!printed.empty());
  const auto again = mailmote::parse_spec(printed, Service::nntp, storage);
  expect(bool(again) && again.spec == spec);
  char second[mailmote::max_spec_text];
  expect(print_spec(again.spec, second) == printed);
}

void check_opening_rule(const Spec& spec) {
  if (check_opening(spec) == SpecReason::none) return;
  const Spec fixed = with_ssl(spec);
  expect(check_opening(fixed) == SpecReason::none);
  check_printing(fixed);
}

void check(std::string_view input, Service service, std::size_t room) {
  const fuzz::Heap storage(room);
  const auto parsed = mailmote::parse_spec(input, service, {storage.data(), room});
  if (!parsed) {
    expect(parsed.spec == Spec());
    expect(room < mailmote::max_spec_storage || parsed.fault.reason != SpecReason::storage_too_small);
    return check_fault(parsed.fault, input);
  }
  check_views(parsed.spec, input, storage.view());
  check_printing(parsed.spec);
  check_opening_rule(parsed.spec);
}

}  // namespace

void fuzz::run(std::string_view input) {
  const Heap text(input);
  check(text.view(), Service::imap, mailmote::max_spec_storage);
  check(text.view(), Service::submit, input.size() % mailmote::max_spec_storage);
}
