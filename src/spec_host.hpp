// The host of a mailbox specification: a name, or an IP address in brackets.
#pragma once

#include <cstddef>
#include <string_view>

#include <mailmote/spec.hpp>

namespace mailmote::spec {

struct HostFault {
  SpecReason reason = SpecReason::none;
  std::size_t offset = 0;  // in the host
  std::size_t length = 0;
};

HostFault check_host(std::string_view host);

}  // namespace mailmote::spec
