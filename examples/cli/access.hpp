// What every command that goes to a server shares: the specification, the login and the network, made from the command
// line, and how a failure of the library is told.
#pragma once

#include <mailmote/ports/posix.hpp>
#include <mailmote/result.hpp>
#include <mailmote/spec.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "credentials.hpp"
#include "options.hpp"
#include "transcript.hpp"

namespace cli {

class Access {
 public:
  explicit Access(const Arguments& arguments) : arguments_(arguments), transcript_(arguments) {}

  Credentials& credentials() { return credentials_; }

  // Both are false after they have reported why not; then status() is the program's.
  bool read_spec(mailmote::Service service);  // of a specification that names none
  bool equip();                               // trust roots, the login, the network; asks for a password

  const Arguments& arguments() const { return arguments_; }
  const mailmote::Spec& parsed() const { return parsed_; }
  std::string_view spec() const { return spec_; }  // in full
  mailmote::Login login() const { return credentials_.login(); }
  std::uint32_t timeout() const;  // milliseconds; 0: none was given
  std::optional<mailmote::Mechanism> mechanism() const;
  std::size_t window() const;
  mailmote::posix::Network& network() { return *network_; }
  Transcript& transcript() { return transcript_; }
  int status() const { return status_; }

  // It has been reported that it cannot go on.
  bool refuse(int status) {
    status_ = status;
    return false;
  }
  // Reports what went wrong in the library.
  int report_failure(const mailmote::Error& error);

 private:
  void make_network();

  const Arguments& arguments_;
  Transcript transcript_;
  Credentials credentials_;
  int status_ = 0;

  char storage_[mailmote::max_spec_storage] = {};
  mailmote::Spec parsed_;
  std::string spec_;

  std::string ca_file_;
  std::vector<std::string> mappings_;
  std::vector<mailmote::posix::Resolve> resolve_;
  std::optional<mailmote::posix::Network> network_;
};

}  // namespace cli
