#include <mailmote/describe.hpp>

#include <cstring>

#include <mailmote/spec.hpp>
#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/utf8.hpp>

namespace mailmote {

namespace {

char32_t code_point(std::string_view character) {
  const unsigned first = static_cast<unsigned char>(character[0]);
  if (character.size() == 1) return first;
  char32_t point = first & (0x7FU >> character.size());
  for (std::size_t i = 1; i < character.size(); ++i)
    point = point << 6 | (static_cast<unsigned char>(character[i]) & 63U);
  return point;
}

// Neither a control (C0, DEL, C1) nor a mark that ends a line or turns its direction.
bool is_harmless(std::string_view character) {
  const char32_t p = code_point(character);
  const bool control = p < 0x20 || (p >= 0x7F && p < 0xA0);
  const bool turns =
      p == 0x61C || p == 0x200E || p == 0x200F || (p >= 0x2028 && p <= 0x202E) || (p >= 0x2066 && p <= 0x2069);
  return !control && !turns;
}

// Writes into a span and stops at its end.
class Text {
 public:
  explicit Text(std::span<char> into) : into_(into) {}

  Text& put(std::string_view s) {
    const std::size_t room = into_.size() - used_;
    const std::size_t n = s.size() < room ? s.size() : room;
    if (n != 0) std::memcpy(into_.data() + used_, s.data(), n);
    used_ += n;
    return *this;
  }
  Text& put_number(unsigned n) {
    char digits[10];
    std::size_t i = sizeof digits;
    do digits[--i] = static_cast<char>('0' + n % 10);
    while ((n /= 10) != 0);
    return put({digits + i, sizeof digits - i});
  }
  // Foreign octets: text as it is, and what a terminal would obey made visible.
  Text& put_foreign(std::string_view s) {
    while (!s.empty()) {
      const wire::Utf8Front front = wire::utf8_front(s);
      const std::string_view piece(s.data(), front.size);
      if (front.form == wire::Utf8::whole && is_harmless(piece)) {
        put_whole(piece);
      } else {
        for (const char c : piece) put_escaped(static_cast<unsigned char>(c));
      }
      s.remove_prefix(piece.size());
    }
    return *this;
  }
  std::string_view text() const { return {into_.data(), used_}; }

 private:
  // A character that does not fit is the end of the text, not cut in two.
  void put_whole(std::string_view character) {
    if (character.size() > into_.size() - used_) into_ = into_.first(used_);
    put(character);
  }
  void put_escaped(unsigned char octet) {
    const char escape[] = {'\\', 'x', wire::hex_digit(octet >> 4), wire::hex_digit(octet & 15U)};
    put({escape, sizeof escape});
  }

  std::span<char> into_;
  std::size_t used_ = 0;
};

void put_peer(Text& out, const Error& error) {
  if (error.host.empty()) {
    out.put("the server");
    return;
  }
  out.put_foreign(error.host);
  if (error.port != 0) out.put(":").put_number(error.port);
}

std::string_view work(Stage stage) {
  switch (stage) {
    case Stage::spec: return "the specification was read";
    case Stage::dns: return "the host was looked up";
    case Stage::connect: return "connecting";
    case Stage::greeting: return "its greeting was due";
    case Stage::tls: return "TLS was agreed on";
    case Stage::capability: return "it was asked what it can do";
    case Stage::auth: return "logging in";
    case Stage::mailbox: return "it was asked about a mailbox";
    case Stage::envelope: return "sender and recipients were named";
    case Stage::data: return "the message was sent";
    case Stage::fetch: return "messages were read";
    case Stage::idle: return "waiting for news";
    case Stage::close: return "closing";
  }
  return "";
}

std::string_view what(FaultKind fault) {
  switch (fault) {
    case FaultKind::none: return "";
    case FaultKind::unknown_host: return "no such host";
    case FaultKind::resolver: return "the name could not be looked up";
    case FaultKind::refused: return "connection refused";
    case FaultKind::unreachable: return "no way to the host";
    case FaultKind::connect_timeout: return "nobody answered";
    case FaultKind::reset: return "the connection was broken";
    case FaultKind::local: return "no socket or memory left";
    case FaultKind::no_entropy: return "the random source failed";
    case FaultKind::bad_ca: return "the trust roots cannot be read";
    case FaultKind::no_ca: return "no trust roots were found";
    case FaultKind::plain_text: return "answered in plain text where TLS was due";
    case FaultKind::handshake: return "no TLS could be agreed on";
    case FaultKind::record: return "a TLS record is broken";
    case FaultKind::no_tls: return "TLS is asked for, and there is none in this program";
    case FaultKind::certificate: return "certificate not accepted";
  }
  return "";
}

void put_certificate_faults(Text& out, std::uint8_t bits) {
  constexpr struct {
    std::uint8_t bit;
    std::string_view text;
  } faults[] = {{cert_unknown_issuer, "issuer unknown"},
                {cert_wrong_host, "for another name"},
                {cert_expired, "expired"},
                {cert_not_yet_valid, "not yet valid"},
                {cert_revoked, "revoked"},
                {cert_weak, "too weak"},
                {cert_other, "not fit for a server"}};
  std::string_view between = ": ";
  for (const auto& fault : faults) {
    if ((bits & fault.bit) == 0) continue;
    out.put(between).put(fault.text);
    between = ", ";
  }
}

// Errors that the port reported.
void put_fault(Text& out, const Error& error) {
  put_peer(out, error);
  out.put(": ").put(what(error.fault));
  if (error.fault == FaultKind::certificate) put_certificate_faults(out, error.certificate);
}

// The server's words, or as many of them as leave room for the advice.
void put_server_text(Text& out, const Error& error) {
  constexpr std::size_t most = 256;
  const std::string_view words = error.server_text;
  out.put_foreign({words.data(), words.size() < most ? words.size() : most});
  if (error.text_cut || words.size() > most) out.put("...");
}

void put_words(Text& out, const Error& error) {
  out.put("\"");
  put_server_text(out, error);
  out.put("\"");
}

void put_reply(Text& out, const Error& error) {
  if (error.reply != 0) out.put_number(error.reply).put(error.server_text.empty() ? "" : " ");
  put_server_text(out, error);
}

void put_timeout(Text& out, const Error& error) {
  put_peer(out, error);
  if (error.stage == Stage::connect) {
    out.put(" did not answer in time");
  } else if (error.stage == Stage::greeting) {
    out.put(" accepted the connection but sent no greeting in time");
  } else {
    out.put(" was silent for too long when ").put(work(error.stage));
  }
}

void put_refusal(Text& out, const Error& error, std::string_view verb) {
  put_peer(out, error);
  out.put(verb);
  if (error.reply == 0 && error.server_text.empty()) return;
  out.put(": ");
  put_reply(out, error);
}

void put_input(Text& out, const Error& error) {
  switch (error.stage) {
    case Stage::spec: out.put("the mailbox specification cannot be used"); break;
    case Stage::auth: out.put("the user name or password cannot be sent"); break;
    case Stage::envelope: out.put("an address or header cannot be sent"); break;
    case Stage::mailbox:
    case Stage::fetch: out.put("the request cannot be sent"); break;
    default: out.put("the message cannot be sent");
  }
  if (error.spec_reason != SpecReason::none) out.put(": \"").put(text(error.spec_reason)).put("\"");
  if (!error.server_text.empty()) put_words(out.put(": "), error);
}

// What an advice says already, for errors that are the program's own rather than a server's.
std::string_view what(Advice advice) {
  switch (advice) {
    case Advice::open_first: return "no connection is open";
    case Advice::under_way: return "the mail is not completed yet";
    case Advice::open_mailbox_first: return "no mailbox is open";
    case Advice::request_under_way: return "the request is not completed yet";
    case Advice::opened_read_only: return "the mailbox was opened read-only";
    case Advice::service_not_linked: return "this program does not speak that protocol";
    default: return "";
  }
}

void put_closed(Text& out, const Error& error) {
  if (error.advice == Advice::hung_up) {
    out.put("this program ended the connection to ");
    put_peer(out, error);
  } else {
    put_peer(out, error);
    out.put(" ended the connection");
  }
  out.put(" when ").put(work(error.stage));
  if (error.server_text.empty()) return;
  put_words(out.put(": "), error);
}

void put_rejected(Text& out, const Error& error) {
  put_refusal(out, error, error.advice == Advice::message_gone ? " has no such message" : " refused");
}

void put_headline(Text& out, const Error& error) {
  if (error.fault != FaultKind::none) return put_fault(out, error);
  const bool own = error.category == Category::closed || error.category == Category::policy ||
                   error.category == Category::unsupported ||
                   (error.category == Category::input && error.advice == Advice::open_mailbox_first);
  const std::string_view known = own ? what(error.advice) : std::string_view();
  if (!known.empty()) return static_cast<void>(out.put(known));
  switch (error.category) {
    case Category::input: return put_input(out, error);
    case Category::timeout: return put_timeout(out, error);
    case Category::auth: return put_refusal(out, error, " refused the login");
    case Category::rejected: return put_rejected(out, error);
    case Category::io:
      out.put(error.stage == Stage::fetch ? "a file or stream could not be written"
                                          : "a file or stream could not be read");
      return;
    case Category::closed: return put_closed(out, error);
    case Category::policy:
      if (error.advice == Advice::starttls_not_offered)
        return put_refusal(out, error, " offers no TLS, and TLS is required");
      return put_refusal(out, error, " offers nothing that is allowed here");
    case Category::unsupported: return put_refusal(out, error, " cannot do what is asked for");
    case Category::limit: return put_refusal(out, error, ": a limit was passed");
    default: break;
  }
  put_peer(out, error);
  out.put(" broke the protocol when ").put(work(error.stage));
  if (error.reply == 0 && error.server_text.empty()) return;
  out.put(": ");
  put_reply(out, error);
}

}  // namespace

std::string_view headline(const Error& error, std::span<char> into) {
  Text out(into);
  put_headline(out, error);
  return out.text();
}

std::string_view describe(const Error& error, std::span<char> into) {
  Text out(into);
  out.put(name(error.category)).put(": ");
  put_headline(out, error);
  out.put("\n");
  if (error.fault != FaultKind::none && !error.server_text.empty()) put_words(out.put("  "), error), out.put("\n");
  if (error.advice != Advice::none) out.put("  ").put(text(error.advice)).put("\n");
  return out.text();
}

}  // namespace mailmote
