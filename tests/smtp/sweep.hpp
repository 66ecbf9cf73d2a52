// A script with an SMTP session, at every pace: see ../sweep.hpp.
#pragma once

#include "play.hpp"

namespace sweep {

inline Outcome once(std::string_view text) { return once(play::play, text); }
inline Outcome everywhere(std::string_view text) { return everywhere(play::play, text); }
inline void same(const Script& script, const Outcome& whole, const Pace& pace) {
  same(play::play, script, whole, pace);
}

}  // namespace sweep
