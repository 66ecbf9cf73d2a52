#include <mailmote/sasl.hpp>

#include <mailmote/wire/ascii.hpp>

namespace mailmote {

std::string_view name(Mechanism mechanism) {
  switch (mechanism) {
    case Mechanism::plain: return "PLAIN";
    case Mechanism::login: return "LOGIN";
    case Mechanism::xoauth2: return "XOAUTH2";
  }
  return "";
}

std::optional<Mechanism> mechanism_named(std::string_view word) {
  for (const Mechanism m : all_mechanisms)
    if (wire::equals_any_case(word, name(m))) return m;
  return std::nullopt;
}

}  // namespace mailmote
