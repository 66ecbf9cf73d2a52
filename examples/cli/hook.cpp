#include "hook.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace cli {
namespace {

[[noreturn]] void become(const std::string& command, const Variables& variables) {
  ::unsetenv("MAILMOTE_PASSWORD");
  ::unsetenv("MAILMOTE_TOKEN");
  for (const auto& [name, value] : variables) ::setenv(name, value.c_str(), 1);
  ::execl("/bin/sh", "sh", "-c", command.c_str(), static_cast<char*>(nullptr));
  ::_exit(127);
}

// -1, with the reason in errno, if it cannot be told.
int status_of(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return -1;
  return status;
}

}  // namespace

std::string run_hook(const std::string& command, const Variables& variables) {
  std::fflush(stdout);
  const pid_t child = ::fork();
  if (child == 0) become(command, variables);
  const int status = child < 0 ? -1 : status_of(child);
  if (status < 0) return std::strerror(errno);
  if (WIFSIGNALED(status)) return "ended by signal " + std::to_string(WTERMSIG(status));
  const int code = WEXITSTATUS(status);
  return code == 0 ? std::string() : "exit status " + std::to_string(code);
}

}  // namespace cli
