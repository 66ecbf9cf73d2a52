// The words of a capability list to bits.
#include <mailmote/imap/capabilities.hpp>

#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/words.hpp>

namespace mailmote::imap {

namespace {

// In the order of Capability. Behind them, in the order of Mechanism, the mechanisms that we speak; then UTF8=ONLY,
// which is UTF8=ACCEPT and more (RFC 6855 6).
constexpr auto words = wire::make_words(
    "IMAP4REV1 IMAP4REV2 STARTTLS LOGINDISABLED SASL-IR LITERAL+ LITERAL- IDLE ID ENABLE NAMESPACE UNSELECT "
    "UIDPLUS MOVE ESEARCH LIST-EXTENDED LIST-STATUS SPECIAL-USE CHILDREN CONDSTORE BINARY UTF8=ACCEPT "
    "X-GM-EXT-1 AUTH=ANONYMOUS AUTH=PLAIN AUTH=LOGIN AUTH=XOAUTH2 UTF8=ONLY ");
constexpr std::uint8_t first_mechanism = static_cast<std::uint8_t>(Capability::auth_anonymous) + 1;
constexpr std::uint8_t word_utf8_only = first_mechanism + all_mechanisms.size();
static_assert(word_utf8_only < 30);  // the bits above are others

constexpr std::uint32_t bit(Capability c) { return std::uint32_t{1} << static_cast<unsigned>(c); }

// RFC 9051 appendix E. BINARY is not among them: only its FETCH side is folded in, and not CHILDREN.
constexpr std::uint32_t of_rev2 = bit(Capability::imap4rev2) | bit(Capability::sasl_ir) |
                                  bit(Capability::literal_minus) | bit(Capability::idle) | bit(Capability::enable) |
                                  bit(Capability::name_space) | bit(Capability::unselect) | bit(Capability::uidplus) |
                                  bit(Capability::move) | bit(Capability::esearch) | bit(Capability::list_extended) |
                                  bit(Capability::list_status) | bit(Capability::special_use);

}  // namespace

void Capabilities::read(std::string_view word) {
  const std::uint8_t index = words.index(word);
  if (index < word_utf8_only) bits_ |= std::uint32_t{1} << index;
  if (index == word_utf8_only) bits_ |= bit(Capability::utf8_accept);
  if (has(Capability::imap4rev2)) bits_ |= of_rev2;
  if (wire::starts_any_case(word, "AUTH=")) bits_ |= bit_auth;
}

Mechanisms Capabilities::mechanisms() const {
  Mechanisms offered;
  for (const Mechanism m : all_mechanisms)
    if ((bits_ >> (first_mechanism + static_cast<unsigned>(m)) & 1U) != 0) offered.add(m);
  return offered;
}

}  // namespace mailmote::imap
