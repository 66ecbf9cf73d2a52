// A name that lwIP looks up for a Connector. lwIP cannot be told to forget it and answers once, perhaps when the one
// who asked is gone: so what it is given stands in a fixed table of its own, and keeps its place until lwIP has
// answered.
#pragma once

#include <lwip/ip_addr.h>

namespace mailmote::lwip {

class Connector;

class Lookup {
 public:
  // Null if every place is taken.
  static Lookup* take(Connector& owner);

  // lwIP was not asked after all.
  void give_back() { taken_ = false; }
  // Nobody waits for the answer any more.
  void forget() { owner_ = nullptr; }

  // lwIP's callback.
  static void answered(const char* name, const ip_addr_t* address, void* self);

 private:
  Connector* owner_;
  bool taken_;
};

}  // namespace mailmote::lwip
