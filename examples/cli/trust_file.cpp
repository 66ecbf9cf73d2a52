#include "trust_file.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "text.hpp"
#include "wire_plan.hpp"

namespace cli {
namespace {

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

// A pipe is not looked into: what is read from it here would be missing later.
bool is_plain(std::FILE* file) {
  struct stat about = {};
  return ::fstat(::fileno(file), &about) == 0 && (S_ISREG(about.st_mode) || S_ISDIR(about.st_mode));
}

// One certificate in PEM, or something that can be DER: a sequence, in ASN.1.
bool has_certificate(std::FILE* file) {
  constexpr char der_sequence = 0x30;
  char line[512];
  for (bool first = true; std::fgets(line, sizeof line, file) != nullptr; first = false) {
    if (first && line[0] == der_sequence) return true;
    if (std::strncmp(line, "-----BEGIN CERTIFICATE-----", 27) == 0) return true;
  }
  return false;
}

std::string fault(const std::string& path) {
  const File file(std::fopen(path.c_str(), "rb"));
  if (file == nullptr) return std::strerror(errno);
  if (!is_plain(file.get()) || has_certificate(file.get())) return {};
  return std::ferror(file.get()) != 0 ? std::strerror(errno) : "no PEM certificate is in it";
}

bool checks_certificate(const mailmote::Spec& spec) { return !spec.novalidate && tls_mode(spec) != "none"; }

}  // namespace

std::string trust_file_fault(const Arguments& arguments, const mailmote::Spec& spec) {
  const bool given = arguments.has("ca");
  const char* const named = std::getenv("SSL_CERT_FILE");
  const bool from_environment = !given && named != nullptr && *named != '\0' && checks_certificate(spec);
  if (!given && !from_environment) return {};
  const std::string path = given ? arguments.value("ca") : named;
  const std::string wrong = fault(path);
  if (wrong.empty()) return {};
  return printable(path) + (given ? ": " : ", which $SSL_CERT_FILE names: ") + wrong;
}

}  // namespace cli
