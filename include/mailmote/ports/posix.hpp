// Mailmote on POSIX: sockets, TLS with the system's roots, a clock, files, charsets, and a last word to the user.
//
//   mailmote::posix::Network network;
//   ...
//   if (!sent) return mailmote::posix::explain(sent.error());
//
// Three things in here allocate, and none is ours: the system's resolver, its iconv(), and Mbed TLS. getaddrinfo() is
// also the one call that may block, for as long as the system's resolver lets it. ports/posix/README.md has the
// figures.
#pragma once

#include <mailmote/ports/posix/explain.hpp>
#include <mailmote/ports/posix/file_source.hpp>
#include <mailmote/ports/posix/iconv.hpp>
#include <mailmote/ports/posix/network.hpp>
