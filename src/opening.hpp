// What a façade makes of a specification and a login before it connects. Nothing is sent, and nothing is kept.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <mailmote/connection.hpp>
#include <mailmote/sasl.hpp>
#include <mailmote/sasl_choice.hpp>
#include <mailmote/spec.hpp>

namespace mailmote {

// `into` holds the defaults. False, and `error` says what is wrong and where, if `text` is no specification.
bool read_spec(std::string_view text, std::span<char> storage, Spec& into, Error& error);

// The specification names the user before the login does. What is missing then; none: nothing is.
Advice complete(Login& login, const Spec& spec);

// Who shows what to the server, of a login that is complete. `mechanism` holds where the specification names none.
void set_demand(LoginDemand& demand, const Login& login, const Spec& spec, std::optional<Mechanism> mechanism);

// `overall_ms`: one deadline in place of those of each phase; 0: those.
Connection::Settings connection_settings(const Spec& spec, std::uint8_t attempts, std::uint32_t overall_ms);

}  // namespace mailmote
