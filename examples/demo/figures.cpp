#include "figures.hpp"

#include <cstdio>

#include "heap_count.hpp"

namespace demo {

const char* Checks::operator()(bool holds, const char* what) {
  if (!holds) std::printf("  NOT AS IT SHOULD BE: %s\n", what);
  failed_ = failed_ || !holds;
  return holds ? "as it was sent" : "NOT as it was sent";
}

void show_heap(Checks& check) {
  if (!heap::counts()) {
    std::printf("Heap: this system gives no way to count its calls\n");
    return;
  }
  const auto line = [](const char* who, heap::Owner owner) {
    const heap::Count count = heap::count(owner);
    std::printf("  %-20s %7lu %7ld\n", who, count.calls, count.peak);
  };
  std::printf("Heap, of both            calls  octets held at the peak\n");
  line("Mailmote", heap::Owner::mailmote);
  line("Mbed TLS", heap::Owner::tls);
  line("system resolver", heap::Owner::resolver);
  check(heap::count(heap::Owner::mailmote).calls == 0, "Mailmote has called the heap");
  check(heap::count(heap::Owner::tls).calls != 0, "Mbed TLS allocates; whoever does not see it does not count");
}

void show_buffers() { std::printf("Buffers, in octets        size  used at the peak\n"); }

void show_buffer(const char* what, std::size_t size, std::size_t used) {
  std::printf("  %-20s %7zu %7zu\n", what, size, used);
}

void show_turns(const MeteredNetwork::Meter& meter, unsigned expected, Checks& check) {
  std::printf("Round trips: %u and the TLS handshake; %llu octets out, %llu in\n", meter.turns,
              static_cast<unsigned long long>(meter.sent), static_cast<unsigned long long>(meter.received));
  check(meter.turns == expected, "round trips");
}

std::size_t used(std::span<const char> window, const MeteredNetwork::Meter& meter) {
  return meter.highest == nullptr ? 0 : static_cast<std::size_t>(meter.highest - window.data());
}

}  // namespace demo
