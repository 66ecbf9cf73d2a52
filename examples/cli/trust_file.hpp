// The file of trust roots, looked at before anything is connected to: of --ca, else of $SSL_CERT_FILE.
#pragma once

#include <mailmote/spec.hpp>
#include <string>

#include "options.hpp"

namespace cli {

// What is wrong with the file, printable; empty if nothing is, or nobody names one.
std::string trust_file_fault(const Arguments& arguments, const mailmote::Spec& spec);

}  // namespace cli
