// Which mechanism logs in. PLAIN comes before LOGIN: it is one turn less, and can log in for somebody else.
#include <mailmote/sasl_choice.hpp>

namespace mailmote {

namespace {

// Offered, and nobody forbids it.
Mechanisms open_to(const LoginDemand& demand, Mechanisms offered) {
  const Mechanisms open = offered.without(demand.disabled);
  if (!demand.mechanism) return open;
  Mechanisms demanded;
  if (open.has(*demand.mechanism)) demanded.add(*demand.mechanism);
  return demanded;
}

Advice choose(LoginOffer offer, const LoginDemand& demand, Mechanism& chosen) {
  if (!offer.any) return offer.upgrade_left ? Advice::encryption_required : Advice::no_login_offered;
  const Mechanisms open = open_to(demand, offer.mechanisms);
  const bool for_another = !demand.credential.authzid.empty();
  if (demand.token) {
    chosen = Mechanism::xoauth2;
    if (!offer.mechanisms.has(chosen)) return Advice::needs_password;
    if (for_another) return Advice::authuser_unsupported;
    return open.has(chosen) ? Advice::none : Advice::mechanism_unsupported;
  }
  if (demand.hide_password) return Advice::no_safe_mechanism;
  chosen = Mechanism::plain;
  if (open.has(chosen)) return Advice::none;
  if (for_another) return Advice::authuser_unsupported;
  chosen = Mechanism::login;
  if (open.has(chosen)) return Advice::none;
  return offer.mechanisms == Mechanisms().add(Mechanism::xoauth2) ? Advice::needs_token : Advice::mechanism_unsupported;
}

}  // namespace

Advice choose_mechanism(LoginOffer offer, const LoginDemand& demand, Mechanism& chosen) {
  const Advice why_not = choose(offer, demand, chosen);
  if (why_not != Advice::none || can_carry(chosen, demand.credential)) return why_not;
  return Advice::fix_user_name;
}

}  // namespace mailmote
