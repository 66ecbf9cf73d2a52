// A specification, taken apart.
#include <mailmote/spec.hpp>

#include "outside.hpp"

namespace state {
mailmote::Spec spec;
}
namespace buffers {
char storage[mailmote::max_spec_storage];
}

int main() {
  const mailmote::SpecResult parsed = mailmote::parse_spec(outside::words(), mailmote::Service::smtp, buffers::storage);
  if (!parsed) {
    outside::keep(parsed.fault);
    return 1;
  }
  state::spec = parsed.spec;
  outside::keep(state::spec);
  return 0;
}
