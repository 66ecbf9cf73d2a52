// The words of a mailbox specification, and the word that somebody perhaps meant.
#pragma once

#include <cstdint>
#include <mailmote/spec.hpp>
#include <optional>
#include <string_view>

namespace mailmote::spec {

// The flags stand in the order in which they are printed, the services in that of Service.
enum class Switch : std::uint8_t {
  ssl,
  tls,
  tls_sslv23,
  tryssl,
  notls,
  novalidate,
  norsh,
  debug,
  loser,
  secure,
  readonly,
  anonymous,  // flags of Spec
  validate,   // says what holds anyway
  imap,
  pop3,
  nntp,
  smtp,
  submit,  // services
  user,
  authuser,
  auth,
  service,  // take a value
};

// The member of each flag.
inline constexpr bool Spec::*flags[] = {
    &Spec::ssl,   &Spec::tls,   &Spec::tlssslv23, &Spec::tryssl, &Spec::notls,    &Spec::novalidate,
    &Spec::norsh, &Spec::debug, &Spec::loser,     &Spec::secure, &Spec::readonly, &Spec::anonymous,
};

constexpr bool is_service(Switch s) { return s >= Switch::imap && s <= Switch::submit; }
constexpr bool takes_value(Switch s) { return s >= Switch::user; }
constexpr Service service_of(Switch s) {
  return static_cast<Service>(static_cast<unsigned>(s) - static_cast<unsigned>(Switch::imap));
}

// No word is longer.
inline constexpr std::size_t longest_word = 16;

// The canonical word.
std::string_view spelling(Switch s);

// The switch of that name, in any case and under any of its names.
std::optional<Switch> find_switch(std::string_view word);

// "did you mean": the nearest switch, service, mechanism; empty if none is near.
std::string_view near_switch(std::string_view word);
std::string_view near_service(std::string_view word);
std::string_view near_mechanism(std::string_view word);

}  // namespace mailmote::spec
