#include <mailmote/sasl.hpp>

#include <iterator>

#include <mailmote/wire/ascii.hpp>

namespace mailmote {

namespace {

constexpr std::string_view names[] = {"PLAIN", "LOGIN", "XOAUTH2"};  // in the order of Mechanism
static_assert(std::size(names) == all_mechanisms.size());

}  // namespace

std::string_view name(Mechanism mechanism) { return names[static_cast<std::size_t>(mechanism)]; }

std::optional<Mechanism> mechanism_named(std::string_view word) {
  for (const Mechanism m : all_mechanisms)
    if (wire::equals_any_case(word, name(m))) return m;
  return std::nullopt;
}

}  // namespace mailmote
