// What TLS costs: the time of a handshake and of its operations, and the memory it needs.
#pragma once

// What was agreed on in the last handshake, how long that took, and what the arena holds and has needed.
void say_tls_figures();

// What the last handshake computed, in ticks of the board's counter: in all, and for each operation that is worth a
// line.
void say_handshake_steps();
