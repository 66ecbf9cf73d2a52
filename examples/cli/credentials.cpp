#include "credentials.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <mailmote/outbox.hpp>

namespace cli {
namespace {

std::string environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

// Everything up to the end of the stream or the first line end.
bool read_line(int descriptor, std::string& line) {
  constexpr std::size_t longest = 64 * 1024;
  for (char c; line.size() < longest;) {
    const ssize_t n = ::read(descriptor, &c, 1);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    if (n == 0 || c == '\n') break;
    line += c;
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return true;
}

// Asks on the terminal itself, so that standard input can be the message.
bool ask(const std::string& user, std::string& password) {
  const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
  if (terminal < 0) return false;
  const std::string prompt = "Password for " + user + ": ";
  bool good = ::write(terminal, prompt.data(), prompt.size()) >= 0;
  termios before{};
  if (good && ::tcgetattr(terminal, &before) == 0) {
    termios silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(terminal, TCSAFLUSH, &silent);
    good = read_line(terminal, password);
    ::tcsetattr(terminal, TCSAFLUSH, &before);
    good = ::write(terminal, "\n", 1) >= 0 && good;
  }
  ::close(terminal);
  return good;
}

}  // namespace

Credentials::~Credentials() {
  mailmote::wipe(password_);
  mailmote::wipe(token_);
}

std::string Credentials::read(const Arguments& arguments, const mailmote::Spec& spec) {
  user_ = arguments.value("user", environment("MAILMOTE_USER"));
  if (!spec.user.empty()) user_ = spec.user;
  if (arguments.has("password-fd")) {
    const int descriptor = std::atoi(arguments.value("password-fd").c_str());
    if (!read_line(descriptor, password_))
      return "descriptor " + arguments.value("password-fd") + " cannot be read: " + std::strerror(errno);
    return {};
  }
  token_ = environment("MAILMOTE_TOKEN");
  if (!token_.empty()) return {};
  password_ = environment("MAILMOTE_PASSWORD");
  const bool wanted = !user_.empty() || !spec.authuser.empty();
  if (wanted && password_.empty()) ask(user_, password_);
  // A password that belongs to nobody is not shown to anybody.
  if (!wanted) password_.clear();
  return {};
}

mailmote::Login Credentials::login() const {
  return token_.empty() ? mailmote::Login(user_, std::string_view(password_)) : mailmote::Login::bearer(user_, token_);
}

}  // namespace cli
