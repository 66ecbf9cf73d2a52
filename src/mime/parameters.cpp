// Parameters of a field's value.
#include <mailmote/mime/parameters.hpp>

#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/encoded_word.hpp>
#include <mailmote/wire/extended_value.hpp>

#include "lexer.hpp"

namespace mailmote::mime {
namespace {

bool at_semicolon(const Lexer& in) { return in.at_end() || in.here() == ';'; }

// RFC 2045 5.1, tspecials; what is above 127 is let pass.
bool is_token_octet(char c) {
  constexpr std::string_view specials = "()<>@,;:\\\"/[]?= ";
  return !wire::is_control(c) && specials.find(c) == specials.npos;
}

std::string_view token(Lexer& in) {
  in.skip_space();
  const std::size_t begin = in.at;
  while (!in.at_end() && is_token_octet(in.here())) ++in.at;
  return in.from(begin);
}

bool parameter_follows(Lexer in) { return !token(in).empty() && in.here() == '='; }

// To a semicolon; or where one is missing, to the parameter itself.
void skip_to_parameter(Lexer& in) {
  while (!at_semicolon(in)) {
    const std::size_t begin = in.at;
    in.skip_space();
    if (in.at != begin && parameter_follows(in)) return;
    if (in.at == begin) in.skip_token();
  }
}

// Words with blanks between them, as file names have them where quotes are missing; not the blanks and comments behind.
std::string_view bare_value(Lexer& in) {
  const std::size_t begin = in.at;
  std::string_view value = in.from(begin);
  while (!at_semicolon(in)) {
    const std::size_t end = in.at;
    in.skip_space();
    if (at_semicolon(in) || (in.at != end && parameter_follows(in))) break;
    while (!at_semicolon(in) && !is_white(in.here())) ++in.at;
    value = in.from(begin);
  }
  return value;
}

void read_value(Lexer& in, Parameter& parameter) {
  in.skip_space();
  parameter.quoted = in.here() == '"';
  if (!parameter.quoted) {
    parameter.value = bare_value(in);
    return;
  }
  parameter.value = in.quoted();
  in.skip_space();
  const std::size_t end = in.at;
  if (!parameter_follows(in)) skip_to_parameter(in);
  parameter.malformed = in.at != end;
}

// What there is of a name.
struct Found {
  Parameter plain;  // the first
  std::size_t plain_ones = 0;
  std::size_t sections = 0;
  bool first_section = false;
  bool malformed_section = false;
};

Found find(const Parameters& parameters, std::string_view name) {
  Found found;
  Parameter p;
  for (std::size_t at = 0; parameters.next(at, p);) {
    const wire::SectionName section = wire::section_name(p.name);
    if (p.name.empty() || !wire::equals_any_case(section.stem, name)) continue;
    if (section.extended) {
      ++found.sections;
      found.first_section = found.first_section || section.section == 0;
      found.malformed_section = found.malformed_section || p.malformed;
    } else if (found.plain_ones++ == 0) {
      found.plain = p;
    }
  }
  return found;
}

void put_section(Parameter p, bool encoded, wire::ExtendedValue& text) {
  if (encoded) return text.put_encoded(p.value);
  if (!p.quoted) return text.put(p.value);
  while (!p.value.empty()) text.put(take_quoted(p.value));
}

// All sections from the first on, without a gap; how many.
std::size_t put_sections(const Parameters& parameters, std::string_view name, wire::ExtendedValue& text) {
  std::size_t taken = 0;
  for (std::size_t pass = 0, before = 1; pass < Parameters::max_passes && taken != before; ++pass) {
    before = taken;
    Parameter p;
    for (std::size_t at = 0; parameters.next(at, p);) {
      const wire::SectionName section = wire::section_name(p.name);
      if (!section.extended || section.section != taken || !wire::equals_any_case(section.stem, name)) continue;
      ++taken;
      put_section(p, section.encoded, text);
    }
  }
  return taken;
}

wire::DecodedText decode(const Parameter& parameter, std::span<char> room, wire::CharsetConverter* other) {
  wire::EncodedWordDecoder words(room, other);
  parameter.quoted ? put_quoted(parameter.value, words) : words.put(parameter.value);
  const wire::DecodedText text = words.finish();
  words.blank_controls();
  return text;
}

}  // namespace

Parameters::Parameters(std::string_view field) {
  Lexer in{field};
  in.skip_space();
  if (!parameter_follows(in)) {
    type_ = token(in);
    in.skip_space();
    if (in.skip('/')) subtype_ = token(in);
    skip_to_parameter(in);
  }
  list_ = in.rest();
}

bool Parameters::is(std::string_view type, std::string_view subtype) const {
  return wire::equals_any_case(type_, type) && wire::equals_any_case(subtype_, subtype);
}

bool Parameters::next(std::size_t& at, Parameter& parameter) const {
  Lexer in{list_, at};
  in.skip_space();
  while (in.skip(';')) in.skip_space();
  parameter = Parameter();
  const std::size_t begin = in.at;
  if (in.at_end()) {
    at = begin;
    return false;
  }
  parameter.name = token(in);
  in.skip_space();
  if (!parameter.name.empty() && in.skip('=')) {
    read_value(in, parameter);
  } else {
    parameter.name = {};
    parameter.malformed = true;
    if (!parameter_follows(in)) skip_to_parameter(in);
  }
  parameter.malformed = parameter.malformed || in.unclosed;
  parameter.raw = trimmed(in.from(begin));
  at = in.at;
  return true;
}

ParameterValue Parameters::get(std::string_view name, std::span<char> room, wire::CharsetConverter* other) const {
  const Found found = find(*this, name);
  ParameterValue value;
  value.found = found.first_section || found.plain_ones != 0;
  if (found.first_section) {
    wire::ExtendedValue text(room, other);
    const std::size_t taken = put_sections(*this, name, text);
    static_cast<wire::DecodedText&>(value) = text.finish();
    value.defective = taken != found.sections || found.malformed_section;
  } else {
    static_cast<wire::DecodedText&>(value) = decode(found.plain, room, other);
    value.defective = found.plain_ones > 1 || found.sections != 0 || found.plain.malformed;
  }
  return value;
}

ParameterValue file_name(const Parameters& disposition, const Parameters& type, std::span<char> room,
                         wire::CharsetConverter* other) {
  const ParameterValue name = disposition.get("filename", room, other);
  return name.text.empty() && !name.cut ? type.get("name", room, other) : name;
}

}  // namespace mailmote::mime
