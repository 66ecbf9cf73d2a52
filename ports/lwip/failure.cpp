#include <mailmote/ports/lwip/failure.hpp>

namespace mailmote::lwip {

Fault fault_of(Failure failure) {
  switch (failure) {
    case Failure::none: return {};
    case Failure::no_place: return {FaultKind::local, 0, "too many names are being looked up"};
    case Failure::no_memory: return {FaultKind::local, 0, "lwIP has no PCB or memory left"};
    case Failure::unknown_host: return {FaultKind::unknown_host, 0, {}};
    case Failure::no_resolver: return {FaultKind::resolver, 0, "lwIP was built without DNS: give an address"};
    case Failure::no_server: return {FaultKind::resolver, 0, "no name server is set"};
    case Failure::no_answer: return {FaultKind::resolver, 0, "no name server answered"};
    case Failure::no_family: return {FaultKind::unreachable, 0, "lwIP was built without IPv6"};
    case Failure::no_route: return {FaultKind::unreachable, 0, {}};
    case Failure::silent: return {FaultKind::connect_timeout, 0, {}};
    case Failure::refused: return {FaultKind::refused, 0, {}};
    case Failure::given_up: return {FaultKind::unreachable, 0, "nothing was acknowledged any more"};
    case Failure::reset: return {FaultKind::reset, 0, {}};
  }
  return {};
}

}  // namespace mailmote::lwip
