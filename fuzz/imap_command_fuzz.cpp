// Commands of IMAP: whatever goes into them, what leaves is one line with literals in it, and a small reader that knows
// nothing of the writer finds what went in. Gates stand where a server has to be asked, and nowhere else.
#include <mailmote/imap/search_key.hpp>
#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/utf7.hpp>
#include <mailmote/wire/utf8.hpp>

#include <utility>
#include <vector>

#include "fuzz.hpp"

using namespace mailmote;
using namespace mailmote::imap;
using fuzz::expect;

namespace {

// Takes the input apart: texts come from its front, decisions from its end, octet by octet.
class Choices {
 public:
  explicit Choices(std::string_view input) : dice_(input), rest_(input) {}

  std::size_t from(std::size_t least, std::size_t most) {
    if (rest_.empty()) return dice_.from(least, most);
    const auto octet = static_cast<unsigned char>(rest_.back());
    rest_.remove_suffix(1);
    return least + octet % (most - least + 1);
  }
  bool chance(std::size_t in) { return from(1, in) == 1; }

  std::string_view text() {
    std::size_t n = from(0, chance(4) ? 40 : 6);
    n = std::min(n, rest_.size());
    const std::string_view text = rest_.substr(0, n);
    rest_.remove_prefix(n);
    return text;
  }
  std::uint32_t number() {
    constexpr std::uint32_t some[] = {0, 1, 2, 9, 10, 99, UINT32_MAX - 1, UINT32_MAX};
    return chance(2) ? some[from(0, std::size(some) - 1)] : static_cast<std::uint32_t>(from(1, 2000));
  }

 private:
  fuzz::Dice dice_;
  std::string_view rest_;
};

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool has(std::string_view text, std::string_view any) { return text.find_first_of(any) != text.npos; }

bool is_atom(std::string_view text) {
  for (const char c : text)
    if (c <= ' ' || c >= 0x7f || has({&c, 1}, "(){%*\"\\]")) return false;
  return !text.empty() &&
         !(text.size() == 3 && (text[0] | 32) == 'n' && (text[1] | 32) == 'i' && (text[2] | 32) == 'l');
}

// What was put, as it leaves, with the places of the gates.
struct Wire {
  std::string octets;
  std::vector<std::size_t> gates;
};

Wire drain(Outbox& out, Choices& choices) {
  Wire wire;
  while (!out.empty()) {
    const std::string_view ready = out.ready();
    if (ready.empty()) {
      expect(out.open_gate());
      wire.gates.push_back(wire.octets.size());
      continue;
    }
    const std::size_t n = choices.from(1, ready.size());
    wire.octets += ready.substr(0, n);
    out.sent(n);
  }
  return wire;
}

// Reads one command, as a server would.
class Server {
 public:
  Server(const Wire& wire, std::uint8_t forms) : wire_(wire), forms_(forms) {}

  bool at(char c) const { return at_ < wire_.octets.size() && wire_.octets[at_] == c; }
  void take(std::string_view text) {
    expect(std::string_view(wire_.octets).substr(at_, text.size()) == text);
    at_ += text.size();
  }
  // An atom, a quoted string or a literal; each only where the ones before it do not serve.
  std::string string() {
    if (at('"')) {
      const std::string text = quoted();
      expect((forms_ & always_quoted) != 0 || !is_atom(text));
      return text;
    }
    if (at('{')) {
      const std::string text = literal();
      expect(!is_ascii(text) || has(text, "\r\n"));
      return text;
    }
    const std::string text = atom();
    expect(is_atom(text) && (forms_ & always_quoted) == 0);
    return text;
  }
  // Up to a space, a bracket or the line end.
  std::string atom() {
    std::string text;
    while (at_ < wire_.octets.size() && !has({&wire_.octets[at_], 1}, " ()\r\n")) text += wire_.octets[at_++];
    return text;
  }
  std::string quoted() {
    std::string text;
    for (++at_; !at('"'); ++at_) {
      if (at('\\')) {
        ++at_;
        expect(at('"') || at('\\'));
      }
      expect(at_ < wire_.octets.size() && !at('\r') && !at('\n') && !at('\0'));
      expect(static_cast<unsigned char>(wire_.octets[at_]) < 0x80);
      text += wire_.octets[at_];
    }
    ++at_;
    return text;
  }
  void end() {
    take("\r\n");
    expect(at_ == wire_.octets.size() && gate_ == wire_.gates.size());
  }

 private:
  std::string literal() {
    take("{");
    std::size_t size = 0;
    for (; at_ < wire_.octets.size() && wire_.octets[at_] >= '0' && wire_.octets[at_] <= '9'; ++at_)
      size = size * 10 + static_cast<std::size_t>(wire_.octets[at_] - '0');
    const bool at_once = at('+');
    take(at_once ? "+}\r\n" : "}\r\n");
    expect(at_once == ((forms_ & literal_plus) != 0 || ((forms_ & literal_minus) != 0 && size <= 4096)));
    if (!at_once) expect(gate_ < wire_.gates.size() && wire_.gates[gate_++] == at_);
    expect(size <= wire_.octets.size() - at_);
    at_ += size;
    return wire_.octets.substr(at_ - size, size);
  }

  const Wire& wire_;
  std::uint8_t forms_;
  std::size_t at_ = 0;
  std::size_t gate_ = 0;
};

// One command: written by put(), which spoils the outbox unless it `should` be sound, and read by read(server).
class Command {
 public:
  explicit Command(Choices& choices)
      : choices_(choices), forms_(static_cast<std::uint8_t>(choices.from(0, 2) | choices.from(0, 1) * always_quoted)) {}

  std::uint8_t forms() const { return forms_; }

  template <class Put, class Read>
  void run(bool should, Put put, Read read) {
    const fuzz::Heap storage(choices_.chance(3) ? choices_.from(0, 80) : 5000);
    Outbox out({storage.data(), storage.size()});
    out.begin();
    out.put("A1 ");
    put(out);
    expect(out.is_spoiled() == !should);
    out.put("\r\n");
    if (!out.commit()) return expect(out.empty() && out.ready().empty());
    expect(should);
    const Wire wire = drain(out, choices_);
    Server server(wire, forms_);
    server.take("A1 ");
    read(server);
    server.end();
  }

 private:
  Choices& choices_;
  std::uint8_t forms_;
};

void strings(Choices& choices) {
  Command c(choices);
  const std::string_view a = choices.text(), b = choices.text();
  const bool secret = choices.chance(2);
  const auto put = [&](Outbox& out, std::string_view text) {
    secret ? put_secret_astring(out, text, c.forms()) : put_astring(out, text, c.forms());
  };
  c.run(
      a.find('\0') == a.npos && b.find('\0') == b.npos,
      [&](Outbox& out) {
        put(out, a);
        out.put(' ');
        put(out, b);
      },
      [&](Server& server) {
        expect(server.string() == a);
        server.take(" ");
        expect(server.string() == b);
      });
}

void mailbox(Choices& choices) {
  Command c(choices);
  const std::string_view name = choices.text();
  const bool pattern = choices.chance(2);
  c.run(
      wire::is_utf8(name) && !has(name, std::string_view("\0\r\n", 3)),
      [&](Outbox& out) { pattern ? put_list_pattern(out, name, c.forms()) : put_mailbox(out, name, c.forms()); },
      [&](Server& server) {
        const std::string said = server.at('"') ? server.quoted() : server.atom();
        if (name.size() == 5 && said == "INBOX") return;
        const fuzz::Heap room(name.size());
        const wire::DecodedName back = wire::decode_utf7(said, {room.data(), room.size()});
        expect(back.valid && !back.cut && back.text == name);
      });
}

std::string end_of(std::uint32_t n) { return n == Range::star ? "*" : std::to_string(n); }

std::string text_of(const Range& range) {
  return end_of(range.first) + (range.first == range.last ? "" : ":" + end_of(range.last));
}

void ranges(Choices& choices) {
  Command c(choices);
  std::vector<Range> ranges(choices.from(0, 4));
  std::string expected;
  bool sound = !ranges.empty();
  for (Range& r : ranges) {
    r.first = choices.number();
    r.last = choices.chance(3) ? r.first : choices.number();
    sound = sound && r.first != 0 && r.last != 0;
    expected += (expected.empty() ? "" : ",") + text_of(r);
  }
  c.run(
      sound, [&](Outbox& out) { put_set(out, MessageSet(std::span<const Range>(ranges))); },
      [&](Server& server) { expect(server.atom() == expected); });
}

void numbers(Choices& choices) {
  Command c(choices);
  std::vector<std::uint32_t> numbers(choices.from(0, 12));
  bool sound = !numbers.empty();
  for (std::uint32_t& n : numbers) {
    n = choices.chance(2) || &n == &numbers[0] ? choices.number() : *(&n - 1) + 1;
    sound = sound && n != 0 && n != UINT32_MAX;
  }
  const std::size_t most = choices.from(0, 40), taken = fitting(numbers, most);
  expect(taken <= numbers.size());
  c.run(
      sound, [&](Outbox& out) { put_set(out, MessageSet(std::span<const std::uint32_t>(numbers))); },
      [&](Server& server) {
        std::vector<std::uint32_t> said;
        const std::string text = server.atom();
        for (std::size_t at = 0; at < text.size();) {
          std::size_t end = 0;
          const auto first = static_cast<std::uint32_t>(std::stoul(text.substr(at), &end));
          at += end;
          std::uint32_t last = first;
          if (at < text.size() && text[at] == ':') {
            last = static_cast<std::uint32_t>(std::stoul(text.substr(at + 1), &end));
            at += end + 1;
          }
          expect(first <= last && last - first < 20);
          for (std::uint32_t n = first; n <= last; ++n) said.push_back(n);
          expect(at == text.size() || text[at] == ',');
          ++at;
        }
        expect(said == numbers);
      });
}

void flags(Choices& choices) {
  Command c(choices);
  Flags flags;
  std::string expected;
  bool sound = true;
  for (std::uint8_t f = 0; f <= static_cast<std::uint8_t>(Flag::recent); ++f) {
    const auto flag = static_cast<Flag>(f);
    if (!choices.chance(flag == Flag::recent ? 8 : 3)) continue;
    flags.add(flag);
    sound = sound && flag != Flag::recent;
    expected += (expected.empty() ? "" : " ") + std::string(name(flag));
  }
  const std::string_view keywords = flags.keywords = choices.text();
  for (std::size_t at = 0; at < keywords.size();) {
    const std::string_view word = keywords.substr(at, keywords.find(' ', at) - at);
    sound = sound && is_atom(word);
    expected += (expected.empty() ? "" : " ") + std::string(word);
    at += word.size() + 1;
  }
  c.run(
      sound, [&](Outbox& out) { put_flags(out, flags); }, [&](Server& server) { server.take("(" + expected + ")"); });
}

bool is_part(std::string_view part) {
  for (std::size_t at = 0; at <= part.size();) {
    const std::string_view number = part.substr(at, part.find('.', at) - at);
    if (number.empty() || number[0] == '0' || number.find_first_not_of("0123456789") != number.npos) return false;
    at += number.size() + 1;
  }
  return true;
}

constexpr std::string_view kinds[] = {"", "HEADER", "TEXT", "MIME", "HEADER.FIELDS", "HEADER.FIELDS.NOT"};

std::string name_of(const Section& s) {
  const bool both = !s.part.empty() && s.kind != SectionKind::whole;
  return std::string(s.part) + (both ? "." : "") + std::string(kinds[static_cast<std::size_t>(s.kind)]);
}

// A section is known again by its name; and a name that is taken for one is one's.
void read_back(const Section& s) {
  const std::string name = name_of(s);
  const bool sound =
      s.kind < SectionKind::header_fields && (s.part.empty() ? s.kind != SectionKind::mime : is_part(s.part));
  Section back;
  const std::size_t wrong = read_section(name, back);
  expect(wrong == name.npos || wrong <= name.size());
  if (sound) expect(wrong == name.npos && back.kind == s.kind && back.part == s.part);
  if (wrong == name.npos) expect(wire::equals_any_case(name_of(back), name));
}

void items(Choices& choices) {
  Command c(choices);
  FetchItems items;
  items.uid = choices.chance(2);
  items.envelope = choices.chance(2);
  Section& s = items.section;
  s.wanted = choices.chance(2);
  s.kind = static_cast<SectionKind>(choices.from(0, 5));
  s.peek = choices.chance(2);
  s.binary = choices.chance(4);
  const std::string digits =
      choices.chance(2) ? std::to_string(choices.number()) + "." + std::to_string(choices.number()) : "";
  s.part = choices.chance(3) ? choices.text() : std::string_view(digits);
  std::vector<std::string_view> fields(choices.from(0, 2));
  bool sound_fields = true;
  for (std::string_view& field : fields) {
    field = choices.chance(2) ? "Subject" : choices.text();
    sound_fields = sound_fields && is_atom(field) && field.find(':') == field.npos;
  }
  s.fields = fields;
  s.offset = choices.chance(2) ? 0 : std::uint64_t{choices.number()} * 3;
  s.length = choices.chance(2) ? 0 : choices.number();
  read_back(s);
  const bool whole = s.kind == SectionKind::whole;
  const bool wants_fields = s.kind >= SectionKind::header_fields;
  const bool sound_section = (s.part.empty() ? s.kind != SectionKind::mime : is_part(s.part)) && (whole || !s.binary) &&
                             wants_fields == !fields.empty() && sound_fields;
  c.run(
      s.wanted ? sound_section : items.uid || items.envelope,
      [&](Outbox& out) { put_fetch_items(out, items, c.forms()); },
      [&](Server& server) {
        std::string before = "(";
        if (items.uid) server.take(std::exchange(before, " ") + "UID");
        if (items.envelope) server.take(std::exchange(before, " ") + "ENVELOPE");
        if (s.wanted) {
          server.take(before + (s.binary ? "BINARY" : "BODY") + (s.peek ? ".PEEK[" : "[") + std::string(s.part));
          if (!whole && !s.part.empty()) server.take(".");
          server.take(kinds[static_cast<std::size_t>(s.kind)]);
          before = " (";
          for (const std::string_view field : fields) {
            server.take(std::exchange(before, " "));
            expect(server.string() == field);
          }
          server.take(fields.empty() ? "]" : ")]");
          if (s.offset != 0 || s.length != 0)
            server.take("<" + std::to_string(s.offset) + "." + std::to_string(s.length == 0 ? UINT32_MAX : s.length) +
                        ">");
        }
        server.take(")");
      });
}

// A row of keys, and what it says, as a tree is walked.
class Row {
 public:
  explicit Row(Choices& choices) : choices_(choices) {
    for (std::size_t n = choices.from(1, 3); n != 0; --n) grow(0);
    if (choices.chance(6)) keys_.erase(keys_.begin() + static_cast<long>(choices.from(0, keys_.size() - 1)));
  }

  const std::vector<SearchKey>& keys() const { return keys_; }

  // Every key can be carried.
  bool is_sound() const {
    for (const SearchKey& key : keys_) {
      const SearchArgument kind = argument_of(key.term);
      if (!wire::is_utf8(key.text) || key.text.find('\0') != key.text.npos) return false;
      if (kind == SearchArgument::keyword && !is_atom(key.text)) return false;
      if (kind == SearchArgument::field_and_text && (!is_atom(key.field) || key.field.find(':') != key.field.npos))
        return false;
      if (kind == SearchArgument::set && (key.range.first == 0 || key.range.last == 0)) return false;
      if (kind == SearchArgument::date && (key.date.day == 0 || key.date.day > 28)) return false;
    }
    return true;
  }

  // Of a row that is complete.
  void read(Server& server) const {
    for (std::size_t at = 0; at != keys_.size();) {
      if (at != 0) server.take(" ");
      read(server, at);
    }
  }

 private:
  void grow(std::size_t depth) {
    const std::size_t kind = choices_.from(0, depth > 5 ? 6 : 9);
    switch (kind) {
      case 7: keys_.push_back(key::negate()); return grow(depth + 1);
      case 8:
        keys_.push_back(key::either());
        grow(depth + 1);
        return grow(depth + 1);
      case 9: {
        const auto n = static_cast<std::uint32_t>(choices_.from(1, 3));
        keys_.push_back(key::all_of(n));
        for (std::uint32_t i = 0; i != n; ++i) grow(depth + 1);
        return;
      }
      default: return keys_.push_back(leaf(kind));
    }
  }
  SearchKey leaf(std::size_t kind) {
    switch (kind) {
      case 0: return key::unseen();
      case 1: return key::subject(choices_.text());
      case 2: return key::header(choices_.chance(2) ? "X-A" : choices_.text(), choices_.text());
      case 3: return key::keyword(choices_.chance(2) ? "$Junk" : choices_.text());
      case 4: return key::larger(choices_.number());
      case 5: return key::since({2024, 2, static_cast<std::uint8_t>(choices_.chance(9) ? 30 : choices_.from(1, 28))});
      default: break;
    }
    const SearchTerm term = choices_.chance(2) ? SearchTerm::uid : SearchTerm::number;
    while (choices_.chance(3)) keys_.push_back(key::or_more({term, range()}));
    return {term, range()};
  }
  Range range() {
    const std::uint32_t first = choices_.chance(8) ? choices_.number() : 7;
    return {first, choices_.chance(2) ? first : 9};
  }

  void read(Server& server, std::size_t& at) const {
    const SearchKey& key = keys_[at++];
    server.take(name(key.term));
    switch (argument_of(key.term)) {
      case SearchArgument::field_and_text:
        server.take(" ");
        expect(server.string() == key.field);
        [[fallthrough]];
      case SearchArgument::text: server.take(" "); return expect(server.string() == key.text);
      case SearchArgument::keyword: server.take(" "); return server.take(key.text);
      case SearchArgument::octets: return server.take(" " + std::to_string(key.number));
      case SearchArgument::date: return server.take(" " + std::to_string(key.date.day) + "-Feb-2024");
      case SearchArgument::none: return;
      case SearchArgument::set:
        if (key.term == SearchTerm::uid) server.take(" ");
        server.take(text_of(key.range));
        while (keys_[at - 1].joined) server.take("," + text_of(keys_[at++].range));
        return;
      case SearchArgument::keys: break;
    }
    const bool group = key.term == SearchTerm::group;
    for (std::size_t i = 0; i != key.operands(); ++i) {
      server.take(!group ? " " : i == 0 ? "(" : " ");
      read(server, at);
    }
    if (group) server.take(")");
  }

  Choices& choices_;
  std::vector<SearchKey> keys_;
};

void search(Choices& choices) {
  Command c(choices);
  const Row row(choices);
  const bool complete = is_complete(row.keys());
  const bool eight_bit =
      std::any_of(row.keys().begin(), row.keys().end(), [](const SearchKey& k) { return !is_ascii(k.text); });
  const std::uint8_t returns = choices.chance(2) ? 0 : return_max | return_all;
  c.run(
      complete && row.is_sound(),
      [&](Outbox& out) {
        put_returns(out, returns);
        const std::size_t before = out.room().size();
        put_search(out, row.keys(), c.forms());
        if (!complete) expect(out.room().size() == before);
      },
      [&](Server& server) {
        if (returns != 0) server.take("RETURN (MAX ALL) ");
        if (eight_bit) server.take("CHARSET UTF-8 ");
        row.read(server);
      });
}

}  // namespace

void fuzz::run(std::string_view input) {
  Choices choices(input);
  constexpr void (*commands[])(Choices&) = {strings, mailbox, ranges, numbers, flags, items, search};
  for (int i = 0; i < 4; ++i) commands[choices.from(0, std::size(commands) - 1)](choices);
}
