#include "lookup.hpp"

#include <mailmote/config.hpp>
#include <mailmote/ports/lwip/connector.hpp>

#if LWIP_DNS

namespace mailmote::lwip {

Lookup* Lookup::take(Connector& owner) {
  static Lookup table[MAILMOTE_LWIP_LOOKUPS];
  for (Lookup& lookup : table) {
    if (lookup.taken_) continue;
    lookup.owner_ = &owner;
    lookup.taken_ = true;
    return &lookup;
  }
  return nullptr;
}

void Lookup::answered(const char*, const ip_addr_t* address, void* self) {
  Lookup& lookup = *static_cast<Lookup*>(self);
  lookup.taken_ = false;
  if (lookup.owner_ != nullptr) lookup.owner_->found(address);
}

}  // namespace mailmote::lwip

#endif
