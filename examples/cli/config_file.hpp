// The configuration of `sendmail`: how mail leaves this machine. One "name = value" a line; a line that begins with #
// is for people.
//
//   spec = {smtp.plant.example/submit/tls}
//   user = pump3
//   password = correct horse battery staple     or token; without either $MAILMOTE_PASSWORD or $MAILMOTE_TOKEN
//   from = pump3@plant.example                  the sender where none is given
//   domain = plant.example                      stands behind a name without one
//   local = ops@plant.example                   gets what is for a name without one, in place of that
//
// ca, helo, auth and timeout are the options of the same name. A file with a secret in it must not be for
// everybody to read, and no file may be anybody else's to write.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "options.hpp"

namespace cli {

class ConfigFile {
 public:
  ConfigFile() = default;
  ~ConfigFile();
  ConfigFile(const ConfigFile&) = delete;
  ConfigFile& operator=(const ConfigFile&) = delete;

  // The first that there is: $MAILMOTE_CONFIG, mailmote.conf in $XDG_CONFIG_HOME or ~/.config, /etc/mailmote.conf.
  // Empty on success, else what is wrong, and where.
  std::string read();

  Arguments& arguments() { return arguments_; }  // the SPEC, and the options
  const std::string& password() const { return password_; }
  const std::string& token() const { return token_; }
  const std::string& from() const { return from_; }
  const std::string& domain() const { return domain_; }
  const std::string& local() const { return local_; }

 private:
  std::string read(std::FILE* file);
  std::string read_line(std::string_view line);
  std::string set(std::string_view name, std::string_view value);
  std::string* text_named(std::string_view name);

  Arguments arguments_;
  std::string password_, token_;  // wiped
  std::string from_, domain_, local_;
  std::vector<std::string_view> given_;
};

}  // namespace cli
