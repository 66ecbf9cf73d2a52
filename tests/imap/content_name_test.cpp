#include <mailmote/imap/fetch.hpp>

#include <doctest/doctest.h>

#include <string>

#include "../splits.hpp"

using mailmote::imap::read_content_name;

namespace {

// "1.2.MIME <512> binary"; "?" if it is none.
std::string of(std::string_view name) {
  const splits::HeapCopy copy(name);
  const auto content = read_content_name(copy.view());
  if (!content.valid) return "?";
  std::string s(content.section);
  if (content.partial) s += " <" + std::to_string(content.origin) + ">";
  if (content.binary) s += " binary";
  return s;
}

}  // namespace

TEST_CASE("sections") {
  CHECK(of("BODY[]") == "");
  CHECK(of("BODY[1.2.MIME]") == "1.2.MIME");
  CHECK(of("body[header]") == "header");
  CHECK(of("BODY[TEXT]") == "TEXT");
  CHECK(of("BINARY[1.2]") == "1.2 binary");
  CHECK(of("BINARY[]") == " binary");
  CHECK(of("BINARY.SIZE[3]") == "3 binary");
  CHECK(of("BODY[HEADER.FIELDS (DATE \"From\")]") == "HEADER.FIELDS (DATE \"From\")");
  CHECK(of("BODY[HEADER.FIELDS (\"a]b\")]<1>") == "HEADER.FIELDS (\"a]b\") <1>");
  CHECK(of("BODY[HEADER.FIELDS (\"<9>\")]") == "HEADER.FIELDS (\"<9>\")");
}

TEST_CASE("the names of old") {
  CHECK(of("RFC822") == "");
  CHECK(of("RFC822.HEADER") == "HEADER");
  CHECK(of("rfc822.text") == "text");
}

TEST_CASE("the octet that a piece begins with") {
  CHECK(of("BODY[]<0>") == " <0>");
  CHECK(of("BODY[1]<512>") == "1 <512>");
  CHECK(of("BINARY[1]<4294967296>") == "1 <4294967296> binary");
  CHECK(of("BODY[]<9223372036854775807>") == " <9223372036854775807>");
}

TEST_CASE("what is none") {
  for (const char* name : {"",
                           "[",
                           "]",
                           "[]",
                           "BODY",
                           "BODY[",
                           "BODY]",
                           "BODY[1",
                           "BODY[1]x",
                           "BODY[]<",
                           "BODY[]<>",
                           "BODY[]<1",
                           "BODY[]1>",
                           "BODY[]<1.2>",
                           "BODY[]<-1>",
                           "BODY[]<9223372036854775808>",
                           "BODY[<1>",
                           "BODY<1>",
                           "BODY[]<1><2>",
                           "BODY[]>",
                           "BODY >",
                           "BODYX[]",
                           "XBODY[]",
                           "BODY.PEEK[]",
                           "BODYSTRUCTURE",
                           "RFC822[]",
                           "RFC822.SIZE",
                           "RFC822.HEADER[]",
                           "RFC822.",
                           "UID",
                           "BINARY",
                           "BINARY.SIZE",
                           "BODY[HEADER.FIELDS (DATE"}) {
    INFO(name);
    CHECK(of(name) == "?");
  }
}
