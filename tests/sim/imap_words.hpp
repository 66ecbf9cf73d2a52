// A command's arguments, read as the grammar of RFC 3501 has them and not a space more: what a client sends has no
// excuse for odd forms.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace sim {

struct ImapWord {
  enum class Form { atom, quoted, literal, list };

  Form form = Form::atom;
  std::string text;
  std::vector<ImapWord> items;  // of a list

  bool is_list() const { return form == Form::list; }
  bool is_atom() const;  // ATOM-CHARs only
  bool is_string() const { return form == Form::quoted || form == Form::literal; }
  bool is_astring() const;  // a string, or an atom that may hold `]`
  bool is_pattern() const;  // likewise with the wildcards of LIST
  bool is_flag() const;     // an atom, or one behind a backslash
  bool is_set() const;      // "1:3,7:*"
  bool is_number() const;
};

using ImapWords = std::vector<ImapWord>;

// Words with one space between, their literals among them as they came: "{3}\r\nabc". None if it is not that.
std::optional<ImapWords> parse_words(const std::string& text);

}  // namespace sim
