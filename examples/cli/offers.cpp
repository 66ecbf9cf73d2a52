#include "offers.hpp"

#include <mailmote/wire/ascii.hpp>

namespace cli {

using mailmote::imap::Event;
using mailmote::imap::Kind;

void Offers::received(std::string_view octets) {
  next_.received(octets);
  for (;;) {
    const Event& e = reader_.next(octets);
    if (e.kind == Kind::need_input || e.kind == Kind::failed) return;
    take(e);
  }
}

// What was said in clear before does not count, and another connection begins anew.
void Offers::notice(mailmote::Notice notice, std::string_view text) {
  using mailmote::Notice;
  if (notice == Notice::connecting || notice == Notice::secured || notice == Notice::tls_unverified) {
    reader_.reset();
    words_.clear();
    listing_ = begins_ = continued_ = false;
  }
  next_.notice(notice, text);
}

void Offers::take(const Event& e) {
  if (e.kind == Kind::begin) {
    listing_ = e.response == mailmote::imap::Response::capability;
    if (listing_) words_.clear();
  }
  if (e.kind == Kind::code) begins_ = true;
  if (e.kind == Kind::code_end) begins_ = listing_ = false;
  if (e.kind != Kind::value) return;
  if (e.last && !continued_) take_word(e.bytes);
  begins_ = false;
  continued_ = !e.last;
}

void Offers::take_word(std::string_view word) {
  constexpr std::size_t most = 256;
  if (begins_) {
    listing_ = mailmote::wire::equals_any_case(word, "CAPABILITY");
    if (listing_) words_.clear();
  } else if (listing_ && words_.size() != most) {
    words_.emplace_back(word);
  }
}

}  // namespace cli
