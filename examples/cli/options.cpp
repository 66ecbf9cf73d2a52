#include "options.hpp"

#include <algorithm>
#include <mailmote/sasl.hpp>
#include <mailmote/spec.hpp>

namespace cli {
namespace {

constexpr Option globals[] = {
    {"ca", "FILE", Form::text, "trust these roots only; without it the system's"},
    {"resolve", "HOST=ADDR", Form::resolve, "connect to ADDR for HOST; the certificate is checked against HOST"},
    {"timeout", "S", Form::number, "one deadline for the run, in seconds, in place of one for each step"},
    {"user", "U", Form::text, "who logs in; also $MAILMOTE_USER; /user= in the SPEC comes first"},
    {"password-fd", "N", Form::number,
     "read the password from this descriptor; else $MAILMOTE_TOKEN, $MAILMOTE_PASSWORD, or it is asked for"},
    {"auth", "MECH", Form::mechanism, "as /auth= in the SPEC: plain, login or xoauth2"},
    {"helo", "NAME", Form::helo, "what SMTP says it is called; default: our address"},
    {"window", "N", Form::number, "receive window in octets, from 128; default 4096"},
    {"service", "NAME", Form::service, "of a SPEC that names none; default imap, to send: smtp"},
    {"json", "", Form::none, "one JSON object a line"},
    {"v", "", Form::none, "show the conversation, secrets redacted; also /debug in the SPEC"},
    {"version", "", Form::none, "say which version this is"},
    {"help", "", Form::none, "say what there is"},
};

bool is_number(std::string_view value) {
  return !value.empty() && value.size() <= 9 &&
         std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_service(std::string_view value) {
  using mailmote::Service;
  for (const auto s : {Service::imap, Service::pop3, Service::nntp, Service::smtp, Service::submit})
    if (name(s) == value) return true;
  return false;
}

bool is_mapping(std::string_view value) {
  const std::size_t sign = value.find('=');
  return sign != value.npos && sign != 0 && sign + 1 != value.size();
}

// One word of the command EHLO: what would end it, or the line, is no part of a name (RFC 5321 4.1.1.1).
bool is_helo(std::string_view value) {
  constexpr std::size_t longest = 255;
  return !value.empty() && value.size() <= longest &&
         std::all_of(value.begin(), value.end(), [](char c) { return c > ' ' && c < 0x7F && c != '<' && c != '>'; });
}

// The shape that a value lacks; empty if it is as it should be.
std::string_view shape_missed(const Option& option, std::string_view value) {
  switch (option.form) {
    case Form::none:
    case Form::text: return {};
    case Form::mechanism: return mailmote::mechanism_named(value) ? "" : "plain, login or xoauth2";
    case Form::service: return is_service(value) ? "" : "imap, pop3, nntp, smtp or submit";
    case Form::helo:
      return is_helo(value) ? "" : "a host name, or an address in brackets, in ASCII and without a space";
    case Form::resolve: return is_mapping(value) ? "" : "HOST=ADDR";
    case Form::number: break;
  }
  if (!is_number(value)) return "a number";
  if (option.name == "window" && std::stoul(std::string(value)) < 128) return "128 or more";
  if (option.name == "timeout" && std::stoul(std::string(value)) == 0) return "1 or more";
  return {};
}

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
  // "-" is standard input, and "-\Seen" a flag to be taken away.
  static bool is_option(std::string_view text) { return text.size() > 1 && text[0] == '-' && text[1] != '\\'; }

  std::string option(std::string_view text) {
    const bool is_long = text[1] == '-';
    text.remove_prefix(is_long ? 2 : 1);
    const std::size_t end = is_long ? std::min(text.find('='), text.size()) : 1;
    const std::string_view name = text.substr(0, end);
    const Option* const option = (name.size() == 1) == is_long ? nullptr : known(name);
    if (option == nullptr) return "unknown option " + std::string(is_long ? "--" : "-") + std::string(name);

    const bool attached = end < text.size();
    std::string_view value = text.substr(std::min(text.size(), is_long ? end + 1 : end));
    if (option->form == Form::none) {
      if (attached) return "option " + spelled(name) + " takes no value";
    } else if (!attached) {
      if (at_ == line_.size()) return "option " + spelled(name) + " needs a value: " + std::string(option->value);
      value = line_[at_++];
    }
    const std::string_view shape = shape_missed(*option, value);
    if (!shape.empty()) return "option " + spelled(name) + " must be " + std::string(shape);
    arguments_.add(option->name, std::string(value));
    return {};
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
    if (arguments_.command != nullptr) return {};
    std::string wrong = "unknown command \"" + std::string(text) + "\"; there is:";
    for (const Command& c : commands_) wrong += " " + std::string(c.name);
    return wrong;
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
  constexpr unsigned long longest = INT32_MAX / 1000;
  return static_cast<std::uint32_t>(std::min(std::stoul(std::string(seconds)), longest) * 1000);
}

std::string parse(std::span<char* const> line, std::span<const Command> commands, Arguments& arguments) {
  return Line(line, commands, arguments).parse();
}

}  // namespace cli
