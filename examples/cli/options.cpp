#include "options.hpp"

#include <algorithm>

#include "near_word.hpp"
#include "option_value.hpp"

namespace cli {
namespace {

constexpr Option globals[] = {
    {"ca", "FILE", Form::text, "trust these roots only; without it the system's"},
    {"resolve", "HOST=ADDR", Form::resolve, "connect to ADDR for HOST; the certificate is checked against HOST"},
    {"timeout", "S", Form::seconds, "one deadline for the run, in seconds, in place of one for each step"},
    {"user", "U", Form::user, "who logs in; also $MAILMOTE_USER; /user= in the SPEC comes first"},
    {"password-fd", "N", Form::descriptor,
     "read the password from this descriptor; else $MAILMOTE_TOKEN, $MAILMOTE_PASSWORD, or it is asked for"},
    {"auth", "MECH", Form::mechanism, "as /auth= in the SPEC: plain, login or xoauth2"},
    {"helo", "NAME", Form::helo, "what SMTP says it is called; default: our address"},
    {"window", "N", Form::octets, "receive window in octets, from 128; default 4096"},
    {"service", "NAME", Form::service, "of a SPEC that names none; default: imap, send: smtp"},
    {"json", "", Form::none, "one JSON object a line"},
    {"v", "", Form::none, "show the conversation, secrets redacted; also /debug in the SPEC"},
    {"version", "", Form::none, "say which version this is"},
    {"help", "", Form::none, "say what there is"},
};

const Option* find(std::span<const Option> options, std::string_view name) {
  const auto found = std::find_if(options.begin(), options.end(), [&](const Option& o) { return o.name == name; });
  return found == options.end() ? nullptr : &*found;
}

std::string spelled(std::string_view name) { return (name.size() == 1 ? "-" : "--") + std::string(name); }

// Takes the words of the command line one after the other.
class Line {
 public:
  Line(std::span<char* const> line, std::span<const Command> commands, Arguments& arguments)
      : line_(line), commands_(commands), arguments_(arguments) {}

  std::string parse() {
    bool only_words = false;
    while (at_ < line_.size()) {
      const std::string_view text = line_[at_++];
      std::string wrong;
      if (!only_words && text == "--") {
        only_words = true;
      } else if (!only_words && is_option(text)) {
        wrong = option(text);
      } else {
        wrong = word(text);
      }
      if (!wrong.empty()) return wrong;
    }
    return number_of_words();
  }

 private:
  // "-" is standard input; "-\Seen" and "-$Junk" are flags to be taken away, and "-Seen" is what a shell makes of the
  // first.
  static bool is_option(std::string_view text) {
    if (text.size() < 2 || text[0] != '-') return false;
    return text[1] != '\\' && text[1] != '$' && (text[1] < 'A' || text[1] > 'Z');
  }

  std::string option(std::string_view text) {
    const bool is_long = text[1] == '-';
    text.remove_prefix(is_long ? 2 : 1);
    const std::string_view whole = text.substr(0, text.find('='));
    const std::string_view name = is_long ? whole : text.substr(0, 1);
    const bool one_dash_short = !is_long && whole.size() > 1 && known(whole) != nullptr;
    const Option* const option = (name.size() == 1) == is_long || one_dash_short ? nullptr : known(name);
    if (option == nullptr) return unknown_option(is_long, whole);
    const bool attached = name.size() < text.size();
    text.remove_prefix(name.size());
    if (attached && is_long) text.remove_prefix(1);
    return attached ? with_value(*option, text) : without_value(*option);
  }

  std::string without_value(const Option& option) {
    if (option.form == Form::none) return add(option, "");
    if (at_ == line_.size()) return "option " + spelled(option.name) + " needs a value: " + std::string(option.value);
    return add(option, line_[at_++]);
  }

  std::string with_value(const Option& option, std::string_view value) {
    return option.form == Form::none ? "option " + spelled(option.name) + " takes no value" : add(option, value);
  }

  std::string add(const Option& option, std::string_view value) {
    const std::string_view shape = shape_missed(option.form, value);
    if (!shape.empty()) return "option " + spelled(option.name) + " must be " + std::string(shape);
    if (option.once && arguments_.has(option.name)) return "option " + spelled(option.name) + " was given twice";
    arguments_.add(option.name, std::string(value));
    return {};
  }

  // `name` is what stands behind the dashes, without a value that follows a "=". Behind one dash that may be a letter
  // and its value, even a secret: only a word that is nearly an option is shown whole.
  std::string unknown_option(bool is_long, std::string_view name) const {
    const std::string_view meant = near_word(name, option_names());
    if (!is_long && meant.empty()) name = name.substr(0, 1);
    const std::string wrong = std::string("unknown option ") + (is_long ? "--" : "-") + std::string(name);
    if (is_long && (name == "password" || name == "passwd" || name == "pass"))
      return wrong + ": a password is never an argument: $MAILMOTE_PASSWORD, --password-fd, or the prompt";
    return meant.empty() ? wrong : wrong + "; did you mean " + spelled(meant) + "?";
  }

  std::vector<std::string_view> option_names() const {
    std::vector<std::string_view> names;
    for (const Option& o : globals) names.push_back(o.name);
    if (arguments_.command == nullptr) return names;
    for (const Option& o : arguments_.command->options) names.push_back(o.name);
    return names;
  }

  const Option* known(std::string_view name) const {
    const Option* const global = find(globals, name);
    if (global != nullptr || arguments_.command == nullptr) return global;
    return find(arguments_.command->options, name);
  }

  std::string word(std::string_view text) {
    if (arguments_.command != nullptr) {
      arguments_.words.emplace_back(text);
      return {};
    }
    for (const Command& c : commands_)
      if (c.name == text) arguments_.command = &c;
    return arguments_.command != nullptr ? std::string() : unknown_command(text, commands_);
  }

  std::string number_of_words() const {
    const Command* const c = arguments_.command;
    if (c == nullptr || (arguments_.words.size() >= c->fewest && arguments_.words.size() <= c->most)) return {};
    return std::string(c->name) + (arguments_.words.size() < c->fewest ? " needs more: " : " takes no more than: ") +
           std::string(c->name) + " " + std::string(c->words);
  }

  std::span<char* const> line_;
  std::span<const Command> commands_;
  Arguments& arguments_;
  std::size_t at_ = 0;
};

}  // namespace

std::span<const Option> global_options() { return globals; }

std::string Arguments::value(std::string_view option, std::string_view otherwise) const {
  const auto found = given_.find(option);
  return found == given_.end() ? std::string(otherwise) : found->second.back();
}

std::vector<std::string> Arguments::values(std::string_view option) const {
  const auto found = given_.find(option);
  return found == given_.end() ? std::vector<std::string>() : found->second;
}

void Arguments::add(std::string_view option, std::string value) { given_[option].push_back(std::move(value)); }

std::uint32_t timeout_ms(std::string_view seconds) {
  const unsigned long wanted = std::stoul(std::string(seconds));
  return wanted < longest_timeout ? static_cast<std::uint32_t>(wanted * 1000) : longest_timeout * 1000;
}

std::string parse(std::span<char* const> line, std::span<const Command> commands, Arguments& arguments) {
  return Line(line, commands, arguments).parse();
}

std::string unknown_command(std::string_view word, std::span<const Command> commands) {
  std::string wrong = "unknown command \"" + std::string(word) + "\"; there is:";
  std::vector<std::string_view> names;
  for (const Command& c : commands) {
    names.push_back(c.name);
    wrong += " " + std::string(c.name);
  }
  const std::string_view meant = near_word(word, names);
  return meant.empty() ? wrong : wrong + "; did you mean " + std::string(meant) + "?";
}

}  // namespace cli
