// What went wrong between lwIP and us, in one octet; what is said of it lies in flash.
#pragma once

#include <cstdint>

#include <mailmote/fault.hpp>

namespace mailmote::lwip {

// The later one tells more: where several addresses failed, it is kept.
enum class Failure : std::uint8_t {
  none,
  no_place,      // every place for a look-up is taken
  no_memory,     // lwIP has no PCB, segment, buffer or port left
  unknown_host,  // a name server answered, without an address
  no_resolver,   // lwIP was built without one
  no_server,     // lwIP knows of no name server
  no_answer,     // no name server answered
  no_family,     // an address of a family that lwIP was built without
  no_route,      // no interface leads there
  silent,        // nobody answered our SYN
  refused,       // our SYN was answered by a reset
  given_up,      // an open connection that lwIP aborted: nothing was acknowledged
  reset,         // an open connection that the peer reset
};

Fault fault_of(Failure failure);

}  // namespace mailmote::lwip
