#include "credentials.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <mailmote/outbox.hpp>

#include "secret_input.hpp"
#include "text.hpp"

namespace cli {
namespace {

// Straight into its place: a string that is moved may leave a copy behind.
void read_environment(const char* name, std::string& into) {
  const char* const value = std::getenv(name);
  if (value != nullptr) into = value;
}

}  // namespace

Credentials::~Credentials() {
  mailmote::wipe(password_);
  mailmote::wipe(token_);
}

void Credentials::set_secret(std::string_view password, std::string_view token) {
  password_ = password;
  token_ = token;
}

std::string Credentials::read(const Arguments& arguments, const mailmote::Spec& spec) {
  if (spec.anonymous) return {};
  read_environment("MAILMOTE_USER", user_);
  if (arguments.has("user")) user_ = arguments.value("user");
  if (!spec.user.empty()) user_ = spec.user;
  if (!password_.empty() || !token_.empty()) return {};
  if (arguments.has("password-fd")) {
    const int descriptor = std::atoi(arguments.value("password-fd").c_str());
    if (!read_secret(descriptor, password_))
      return "descriptor " + arguments.value("password-fd") + " cannot be read: " + std::strerror(errno);
    return {};
  }
  read_environment("MAILMOTE_TOKEN", token_);
  // A password that belongs to nobody is not shown to anybody.
  if (!token_.empty() || (user_.empty() && spec.authuser.empty())) return {};
  read_environment("MAILMOTE_PASSWORD", password_);
  // It is the password of the one who logs in, whoever that is done for.
  const std::string_view who = spec.authuser.empty() ? std::string_view(user_) : spec.authuser;
  if (password_.empty()) ask_secret("Password for " + printable(who) + ": ", password_);
  return {};
}

mailmote::Login Credentials::login() const {
  return token_.empty() ? mailmote::Login(user_, std::string_view(password_)) : mailmote::Login::bearer(user_, token_);
}

}  // namespace cli
