// The command line: what was typed becomes a command, its words, and the options that were given.
//
//   mailmote [OPTION]... COMMAND [WORD | OPTION]... [-- WORD...]
//
// Options stand anywhere, as `--name VALUE`, `--name=VALUE` or `-n VALUE`. Global ones are known to every command;
// a command adds its own with a table. A command is one entry in the table of main.cpp.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

// What the value of an option must look like; checked before any command runs.
enum class Form { none, text, user, mechanism, service, resolve, helo, descriptor, octets, seconds, count };

struct Option {
  std::string_view name;   // without dashes; one letter: "-n"
  std::string_view value;  // what stands for it in the help
  Form form = Form::none;  // none: takes no value
  std::string_view help;
  bool once = false;  // a second one would silently replace the first
};

class Arguments;

struct Command {
  std::string_view name;
  std::string_view words;  // what follows it, in the help: "SPEC [PATTERN]"
  std::string_view summary;
  std::size_t fewest = 0, most = 0;  // words
  std::span<const Option> options;   // beside the global ones
  int (*run)(const Arguments&) = nullptr;
  std::string_view details = {};  // its help, where the words are its own
};

std::span<const Option> global_options();

class Arguments {
 public:
  const Command* command = nullptr;
  std::vector<std::string> words;

  bool has(std::string_view option) const { return given_.count(option) != 0; }
  std::string value(std::string_view option, std::string_view otherwise = {}) const;  // the last one given
  std::vector<std::string> values(std::string_view option) const;                     // in the order given
  bool json() const { return has("json"); }
  void add(std::string_view option, std::string value);

 private:
  std::map<std::string_view, std::vector<std::string>> given_;
};

// Of --timeout, in seconds: 2^31 - 1 ms, for a deadline further ahead would lie in the past.
constexpr std::uint32_t longest_timeout = INT32_MAX / 1000;

// The value of --timeout in milliseconds, the longest at most.
std::uint32_t timeout_ms(std::string_view seconds);

// Reads the command line. What is wrong with it comes back in words; empty: nothing. `arguments` holds what was
// understood before, so that even the complaint can obey --json.
std::string parse(std::span<char* const> line, std::span<const Command> commands, Arguments& arguments);

// What is wrong with a word that is no command: those that there are, and the one that was perhaps meant.
std::string unknown_command(std::string_view word, std::span<const Command> commands);

}  // namespace cli
