#include "config_file.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mailmote/outbox.hpp>
#include <memory>

#include "near_word.hpp"
#include "option_value.hpp"
#include "text.hpp"

namespace cli {
namespace {

// Each stands once.
constexpr std::string_view names[] = {"spec",  "user", "password", "token", "from",   "domain",
                                      "local", "ca",   "helo",     "auth",  "timeout"};

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t begin = std::min(text.find_first_not_of(blanks), text.size());
  text.remove_prefix(begin);
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

std::string from_environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

// In the order in which they are looked for; what the environment names stands alone.
std::vector<std::string> places() {
  if (std::string own = from_environment("MAILMOTE_CONFIG"); !own.empty()) return {own};
  std::vector<std::string> all;
  if (const std::string base = from_environment("XDG_CONFIG_HOME"); !base.empty()) {
    all.push_back(base + "/mailmote.conf");
  } else if (const std::string home = from_environment("HOME"); !home.empty()) {
    all.push_back(home + "/.config/mailmote.conf");
  }
  all.emplace_back("/etc/mailmote.conf");
  return all;
}

// Who may touch the file, in words; empty: as it should be.
std::string exposure(std::FILE* file, bool has_secret) {
  struct stat status {};
  if (fstat(fileno(file), &status) != 0) return std::string("cannot be judged: ") + std::strerror(errno);
  if (!S_ISREG(status.st_mode)) return {};  // a pipe, say: it is whose it is
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0) return "others can write it: chmod go-w";
  if (has_secret && (status.st_mode & S_IROTH) != 0) return "others can read the secret in it: chmod o-rwx";
  return {};
}

// The shape that an option of the command line must have.
std::string_view shape_missed_by(std::string_view name, std::string_view value) {
  const auto options = global_options();
  const auto found = std::find_if(options.begin(), options.end(), [&](const Option& o) { return o.name == name; });
  return found == options.end() ? std::string_view() : shape_missed(found->form, value);
}

}  // namespace

ConfigFile::~ConfigFile() {
  mailmote::wipe(password_);
  mailmote::wipe(token_);
}

std::string ConfigFile::read() {
  const std::vector<std::string> all = places();
  for (const std::string& path : all) {
    const File file(std::fopen(path.c_str(), "re"), std::fclose);
    if (file == nullptr && errno == ENOENT && path != all.back()) continue;
    if (file == nullptr) return printable(path) + ": " + std::strerror(errno);
    const std::string wrong = read(file.get());
    return wrong.empty() ? wrong : printable(path) + wrong;
  }
  return "no configuration";
}

std::string ConfigFile::read(std::FILE* file) {
  char* line = nullptr;
  std::size_t room = 0;
  std::string wrong;
  for (std::size_t number = 1; wrong.empty(); ++number) {
    const ssize_t n = ::getline(&line, &room, file);
    if (n < 0) break;
    wrong = read_line(trimmed({line, static_cast<std::size_t>(n)}));
    if (!wrong.empty()) wrong = ":" + std::to_string(number) + ": " + wrong;
  }
  if (line != nullptr) mailmote::wipe({line, room});
  std::free(line);
  if (wrong.empty() && std::ferror(file) != 0) return std::string(": ") + std::strerror(errno);
  if (!wrong.empty()) return wrong;
  wrong = exposure(file, !password_.empty() || !token_.empty());
  if (wrong.empty() && arguments_.words.empty()) wrong = "it has no spec = {host/submit/tls}";
  return wrong.empty() ? wrong : ": " + wrong;
}

std::string ConfigFile::read_line(std::string_view line) {
  if (line.empty() || line.front() == '#') return {};
  const std::size_t sign = line.find('=');
  if (sign == line.npos) return "no name = value";
  const std::string_view value = trimmed(line.substr(sign + 1));
  return value.empty() ? "no value" : set(trimmed(line.substr(0, sign)), value);
}

std::string ConfigFile::set(std::string_view name, std::string_view value) {
  const auto* const known = std::find(std::begin(names), std::end(names), name);
  if (known == std::end(names)) {
    const std::string_view near = near_word(name, names);
    return "unknown name \"" + printable(name) + "\"" +
           (near.empty() ? "" : "; did you mean " + std::string(near) + "?");
  }
  if (std::find(given_.begin(), given_.end(), *known) != given_.end()) return std::string(*known) + " stands twice";
  given_.push_back(*known);
  if (std::string* const text = text_named(name); text != nullptr) {
    *text = value;
    return {};
  }
  if (name == "spec") {
    arguments_.words.emplace_back(value);
    return {};
  }
  const std::string_view missed = shape_missed_by(*known, value);
  if (!missed.empty()) return std::string(*known) + " must be " + std::string(missed);
  arguments_.add(*known, std::string(value));
  return {};
}

// What is no option of the command line; null: another.
std::string* ConfigFile::text_named(std::string_view name) {
  if (name == "password") return &password_;
  if (name == "token") return &token_;
  if (name == "from") return &from_;
  if (name == "domain") return &domain_;
  if (name == "local") return &local_;
  return nullptr;
}

}  // namespace cli
