// A specification as a row of the oracle's columns `spec valid host ... loser`, every field in the table's text form.
#pragma once

#include <mailmote/spec.hpp>
#include <string>
#include <string_view>

#include "oracle_text.hpp"

namespace oracle {

inline constexpr std::string_view row_header =
    "spec\tvalid\thost\tport\tservice\tuser\tauthuser\tmailbox\tanonymous\tdebug\tsecure\tnorsh\tssl\ttryssl\t"
    "novalidate\ttls\tnotls\ttlssslv23\treadonly\tloser";

inline std::string row(std::string_view text, const mailmote::SpecResult& result) {
  std::string out = escaped(text);
  if (!result) return out + "\t0" + std::string(18, '\t');
  const mailmote::Spec& s = result.spec;
  out += "\t1\t" + escaped(s.host) + '\t' + std::to_string(s.port) + '\t' + std::string(name(s.service));
  for (const std::string_view field : {s.user, s.authuser, s.mailbox}) out += '\t' + escaped(field);
  for (const bool flag :
       {bool{s.anonymous}, bool{s.debug}, bool{s.secure}, bool{s.norsh}, bool{s.ssl}, bool{s.tryssl},
        bool{s.novalidate}, bool{s.tls}, bool{s.notls}, bool{s.tlssslv23}, bool{s.readonly}, bool{s.loser}})
    out += flag ? "\t1" : "\t0";
  return out;
}

}  // namespace oracle
