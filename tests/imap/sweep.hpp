// A script with an IMAP session, at every pace: see ../sweep.hpp.
#pragma once

#include "play.hpp"

namespace sweep {

inline Outcome once(std::string_view text) { return once(play::play, text); }
inline Outcome everywhere(std::string_view text) { return everywhere(play::play, text); }

}  // namespace sweep
