// spec_table [SERVICE]: specifications on stdin, one a line, to a table on stdout with the columns of the oracle
// (tests/oracle/README.md). SERVICE is the default service, "imap" if none is given.
#include <iostream>
#include <string>

#include "spec_row.hpp"

int main(int argc, char** argv) {
  mailmote::Service service = mailmote::Service::imap;
  const std::string wanted = argc > 1 ? argv[1] : "imap";
  for (const auto s : {mailmote::Service::imap, mailmote::Service::pop3, mailmote::Service::nntp,
                       mailmote::Service::smtp, mailmote::Service::submit})
    if (name(s) == wanted) service = s;
  if (argc > 2 || name(service) != wanted) {
    std::cerr << "usage: spec_table [imap|pop3|nntp|smtp|submit] < SPECS\n";
    return 64;
  }

  std::cout << oracle::row_header << '\n';
  std::string line;
  while (std::getline(std::cin, line)) {
    const std::string text = oracle::unescaped(line);
    char storage[mailmote::max_spec_storage];
    std::cout << oracle::row(text, mailmote::parse_spec(text, service, storage)) << '\n';
  }
  return std::cout.flush() ? 0 : 74;
}
