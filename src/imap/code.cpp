// Response codes to enumerators and numbers.
#include <mailmote/imap/code.hpp>

#include <mailmote/wire/words.hpp>

#include "reader_octets.hpp"

namespace mailmote::imap {

namespace {

// In the order of Code, from alert on.
constexpr auto words = wire::make_words(
    "ALERT ALREADYEXISTS APPENDUID AUTHENTICATIONFAILED AUTHORIZATIONFAILED BADCHARSET CANNOT CAPABILITY "
    "CLIENTBUG CLOSED CONTACTADMIN COPYUID CORRUPTION EXPIRED EXPUNGEISSUED HASCHILDREN HIGHESTMODSEQ INUSE LIMIT "
    "MAILBOXID MODIFIED NOMODSEQ NOPERM NONEXISTENT NOTSAVED OVERQUOTA PARSE PERMANENTFLAGS PRIVACYREQUIRED "
    "READ-ONLY READ-WRITE REFERRAL SERVERBUG TOOBIG TRYCREATE UIDNEXT UIDNOTSTICKY UIDVALIDITY UNAVAILABLE "
    "UNKNOWN-CTE UNSEEN USEATTR ");
constexpr auto first = static_cast<std::uint8_t>(Code::alert);

constexpr auto session_words = wire::make_words("UIDVALIDITY UIDNEXT READ-ONLY READ-WRITE CAPABILITY ALERT ");
constexpr Code session_codes[] = {Code::uid_validity, Code::uid_next,   Code::read_only,
                                  Code::read_write,   Code::capability, Code::alert};

}  // namespace

Code code_named(std::string_view word) {
  const std::uint8_t index = words.index(word);
  return index == wire::no_word ? Code::other : static_cast<Code>(first + index);
}

std::string_view name(Code code) {
  const auto index = static_cast<std::uint8_t>(code);
  if (index < first) return {};
  return words.at(static_cast<std::uint8_t>(index - first));
}

Code session_code_named(std::string_view word) {
  const std::uint8_t index = session_words.index(word);
  return index == wire::no_word ? Code::other : session_codes[index];
}

void CodeReader::read(const Event& e, Code (*named)(std::string_view word)) {
  if (e.kind == Kind::begin) *this = CodeReader();
  if (e.kind == Kind::code || e.kind == Kind::code_end) in_code_ = e.kind == Kind::code;
  if (e.kind != Kind::value || !in_code_ || e.path.size() != 2) return;

  if (e.path[1] == 0) {
    code_ = begins_ && e.last ? named(e.bytes) : Code::other;  // a word that comes in pieces is none that we know
  } else {
    count(e.bytes, e.path[1] == 1 ? 0 : 1);
  }
  begins_ = e.last;
}

// The number that `piece` begins with, or goes on with.
inline void CodeReader::count(std::string_view piece, std::size_t index) {
  std::uint32_t& number = numbers_[index];
  if (begins_) {
    number = 0;
    counting_ = true;
  }
  for (const char c : piece) {
    if (!counting_) return;
    std::uint64_t longer = number;
    counting_ = add_digit(longer, c) && longer <= UINT32_MAX;
    if (counting_) {
      number = static_cast<std::uint32_t>(longer);
    } else if (index == 0 || (c != ':' && c != ',')) {
      number = 0;  // no number, or one beyond 32 bits
    }
  }
}

}  // namespace mailmote::imap
