// A specification of the wrong kind: one to read by where mail is sent, or the other way about. Each report ends with a
// specification that fits, and returns the exit status.
#pragma once

#include <mailmote/spec.hpp>

#include "options.hpp"

namespace cli {

int report_not_for_sending(const Arguments& arguments, const mailmote::Spec& spec);
int report_not_for_reading(const Arguments& arguments, const mailmote::Spec& spec);

// POP3 and NNTP, for now.
int report_not_there_yet(const Arguments& arguments, const mailmote::Spec& spec);

}  // namespace cli
