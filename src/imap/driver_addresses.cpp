#include "driver_addresses.hpp"

namespace mailmote::imap {

namespace {

// A name with one of these would be read as more than a name.
bool wants_quotes(std::string_view name) {
  for (const char c : name)
    if (std::string_view("()<>[]:;@\\,\"").find(c) != std::string_view::npos) return true;
  return false;
}

bool is_escaped(char c) { return c == '"' || c == '\\'; }

// Quotes and backslashes from octet `begin` on get a backslash in front (RFC 5322 3.2.4). All behind moves up, the last
// octet first.
void escape(Texts& texts, std::size_t begin) {
  std::span<char> octets = texts.octets();
  std::size_t from = octets.size(), more = 0;
  for (std::size_t i = begin; i < from; ++i) more += is_escaped(octets[i]);
  if (more > texts.room().size()) return texts.filled(0, true);
  texts.filled(more, false);
  octets = texts.octets();
  for (std::size_t to = octets.size(); to != from;) {
    const char c = octets[--from];
    octets[--to] = c;
    if (is_escaped(c)) octets[--to] = '\\';
  }
}

}  // namespace

void AddressList::begin(Texts& texts) {
  *this = AddressList();
  texts.open();
}

void AddressList::take(AddressPart part, const Event& value, Texts& texts) {
  const bool nil = value.form == Form::nil;
  switch (part) {
    case AddressPart::display_name:
      begun_ = named_ = broken_ = false;
      if (!nil && !value.bytes.empty()) begin_address(value.bytes, texts);
      break;
    case AddressPart::route: return;
    case AddressPart::mailbox:
      if (nil) return;
      if (!begun_) begin_address({}, texts);
      if (named_) texts.put(" <");
      texts.put(value.bytes);
      break;
    case AddressPart::host:
      if (!begun_) {  // all NIL: a group ends
        if (group_) end_address(texts, ";");
        group_ = false;
      } else if (nil && !named_) {
        end_address(texts, ":");
        group_ = bare_ = true;
      } else {
        if (!nil) texts.put("@"), texts.put(value.bytes);
        end_address(texts, named_ ? ">" : "");
      }
      return;
  }
  broken_ = broken_ || !value.last;
}

void AddressList::begin_address(std::string_view name, Texts& texts) {
  begun_ = true;
  if (!texts.text().empty()) texts.put(bare_ ? " " : ", ");
  bare_ = false;
  named_ = !name.empty();
  if (!named_) return;
  const std::size_t before = texts.text().size();
  texts.put_header(name);
  if (!wants_quotes({texts.text().data() + before, texts.text().size() - before})) return;
  texts.cut_to(before);
  texts.put("\"");
  texts.put_header(name);
  escape(texts, before + 1);
  texts.put("\"");
}

void AddressList::end_address(Texts& texts, std::string_view end) {
  texts.put(end);
  cut_ = cut_ || broken_ || texts.is_cut();
  if (cut_) return texts.cut_to(whole_);
  whole_ = static_cast<std::uint16_t>(texts.text().size());
}

}  // namespace mailmote::imap
