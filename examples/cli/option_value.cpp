#include "option_value.hpp"

#include <algorithm>
#include <mailmote/sasl.hpp>
#include <mailmote/spec.hpp>
#include <string>

namespace cli {
namespace {

// At most nine digits, which every number here can have.
bool is_number(std::string_view value, unsigned long least, unsigned long most) {
  const bool digits = !value.empty() && value.size() <= 9 &&
                      std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) return false;
  const unsigned long number = std::stoul(std::string(value));
  return number >= least && number <= most;
}

bool is_service(std::string_view value) {
  using mailmote::Service;
  for (const auto s : {Service::imap, Service::pop3, Service::nntp, Service::smtp, Service::submit})
    if (name(s) == value) return true;
  return false;
}

bool is_mapping(std::string_view value) {
  const std::size_t sign = value.find('=');
  return sign != value.npos && sign != 0 && sign + 1 != value.size();
}

// One word of the command EHLO: what would end it, or the line, is no part of a name (RFC 5321 4.1.1.1).
bool is_helo(std::string_view value) {
  constexpr std::size_t longest = 255;
  return !value.empty() && value.size() <= longest &&
         std::all_of(value.begin(), value.end(), [](char c) { return c > ' ' && c < 0x7F && c != '<' && c != '>'; });
}

bool has_control_octet(std::string_view value) {
  return std::any_of(value.begin(), value.end(), [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; });
}

}  // namespace

std::string_view shape_missed(Form form, std::string_view value) {
  switch (form) {
    case Form::none:
    case Form::text: break;
    case Form::user: return has_control_octet(value) ? "a name without control octets" : "";
    case Form::mechanism: return mailmote::mechanism_named(value) ? "" : "plain, login or xoauth2";
    case Form::service: return is_service(value) ? "" : "imap, pop3, nntp, smtp or submit";
    case Form::helo:
      return is_helo(value) ? "" : "a host name, or an address in brackets, in ASCII and without a space";
    case Form::resolve: return is_mapping(value) ? "" : "HOST=ADDR";
    case Form::descriptor: return is_number(value, 0, 999'999'999) ? "" : "a number";
    case Form::octets: return is_number(value, 128, 999'999'999) ? "" : "a number from 128 to 999999999";
    case Form::count: return is_number(value, 1, 999'999'999) ? "" : "a number from 1 to 999999999";
    case Form::seconds: return is_number(value, 1, longest_timeout) ? "" : "a number from 1 to 2147483 (24 days)";
  }
  return {};
}

}  // namespace cli
