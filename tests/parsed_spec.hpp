// What the tests of the mailbox specification share.
#pragma once

#include <algorithm>
#include <mailmote/spec.hpp>
#include <memory>
#include <string>
#include <string_view>

// A specification in memory that is no longer than its text, and what became of it.
struct Parsed {
  explicit Parsed(const std::string& source, mailmote::Service service = mailmote::Service::imap,
                  std::size_t room = 128)
      : octets(new char[source.size()]), storage(new char[room]), text(octets.get(), source.size()) {
    std::copy(source.begin(), source.end(), octets.get());
    result = mailmote::parse_spec(text, service, {storage.get(), room});
  }
  explicit operator bool() const { return bool(result); }
  const mailmote::Spec* operator->() const { return &result.spec; }

  std::unique_ptr<char[]> octets;
  std::unique_ptr<char[]> storage;
  std::string_view text;
  mailmote::SpecResult result;
};

inline std::string repeated(char c, std::size_t n) { return std::string(n, c); }
