#include "secret_input.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace cli {
namespace {

// The prompt that is on the terminal; a signal handler gets at nothing else.
struct Prompt {
  int terminal = -1;
  const char* text = nullptr;
  std::size_t size = 0;
  termios before{};
  termios silent{};
};
Prompt prompt_under_way;

void write_all(int terminal, const char* text, std::size_t size) {
  for (ssize_t n = 1; size > 0 && n > 0; text += n, size -= static_cast<std::size_t>(n)) {
    n = ::write(terminal, text, size);
    if (n < 0) return;
  }
}

// What was typed so far is forgotten, either way: half a password is nobody's input.
void show() {
  write_all(prompt_under_way.terminal, prompt_under_way.text, prompt_under_way.size);
  ::tcsetattr(prompt_under_way.terminal, TCSAFLUSH, &prompt_under_way.silent);
}

void take_down() {
  ::tcsetattr(prompt_under_way.terminal, TCSAFLUSH, &prompt_under_way.before);
  write_all(prompt_under_way.terminal, "\n", 1);
}

void catch_signal(int number);

struct sigaction catching() {
  struct sigaction action {};
  action.sa_handler = catch_signal;
  // read() goes on afterwards; and raised by its own handler, the signal does at once what it does without one.
  action.sa_flags = static_cast<int>(SA_RESTART | SA_NODEFER | SA_RESETHAND);
  return action;
}

// All that it calls may be called in a handler. Past raise() the program was stopped, and goes on.
void catch_signal(int number) {
  const int error = errno;
  take_down();
  ::raise(number);
  const struct sigaction action = catching();
  ::sigaction(number, &action, nullptr);
  show();
  errno = error;
}

// Takes the prompt down before a signal ends or stops the program. One that is ignored stays so.
class Guard {
 public:
  Guard() {
    const struct sigaction action = catching();
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      ::sigaction(numbers[i], nullptr, &before_[i]);
      if (before_[i].sa_handler != SIG_IGN) ::sigaction(numbers[i], &action, nullptr);
    }
  }
  ~Guard() {
    for (std::size_t i = 0; i < numbers.size(); ++i) ::sigaction(numbers[i], &before_[i], nullptr);
  }
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;

 private:
  static constexpr std::array numbers{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
  std::array<struct sigaction, numbers.size()> before_{};
};

bool ask_on(int terminal, const std::string& prompt, std::string& secret) {
  prompt_under_way = {terminal, prompt.data(), prompt.size(), {}, {}};
  if (::tcgetattr(terminal, &prompt_under_way.before) != 0) return false;
  prompt_under_way.silent = prompt_under_way.before;
  prompt_under_way.silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  const Guard guard;
  show();
  const bool good = read_secret(terminal, secret);
  take_down();
  return good;
}

}  // namespace

bool read_secret(int descriptor, std::string& secret) {
  constexpr std::size_t longest = 64 * 1024;
  secret.reserve(longest);
  for (char c;;) {
    const ssize_t n = ::read(descriptor, &c, 1);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    if (n == 0 || c == '\n') break;
    if (secret.size() == longest) {
      errno = EMSGSIZE;
      return false;
    }
    secret += c;
  }
  if (!secret.empty() && secret.back() == '\r') secret.pop_back();
  return true;
}

bool ask_secret(const std::string& prompt, std::string& secret) {
  const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
  if (terminal < 0) return false;
  const bool good = ask_on(terminal, prompt, secret);
  ::close(terminal);
  return good;
}

}  // namespace cli
