// How the program says that something went wrong: one line `mailmote: CATEGORY: what happened` on stderr, indented
// lines under it that say what it means and what to do, and the exit status of the category. With --json the same
// goes to stdout as one object besides, with the fields `category`, `message`, `details` and `exit`.
#pragma once

#include <mailmote/result.hpp>
#include <mailmote/spec.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "json.hpp"
#include "options.hpp"

namespace cli {

// `object` may bring fields of its own. `details` are printable. Returns `status`.
int report(const Arguments& arguments, std::string_view category, std::string_view message,
           const std::vector<std::string>& details, int status, Json object = {});

// Bad usage of the command line.
int report_usage(const Arguments& arguments, std::string_view message);

// A specification that does not parse: a caret under the octets at fault, and what was perhaps meant.
int report_spec(const Arguments& arguments, std::string_view text, const mailmote::SpecFault& fault);

// A specification that parses but must not be opened, and the one that would work. `object` may bring its fields.
int report_opening(const Arguments& arguments, const mailmote::Spec& spec, mailmote::SpecReason reason,
                   Json object = {});

// A specification to send by, with flags that are for mailboxes, and the one that would work.
int report_mailbox_flags(const Arguments& arguments, mailmote::Spec spec, Json object = {});

// "^~~~" under so many octets of `text` as it is printed, "^" where something is missing.
std::string caret(std::string_view text, std::size_t offset, std::size_t length = 0);

// "5.1.1"; empty where the server gave none.
std::string enhanced(const mailmote::Enhanced& code);

// The canonical text of a specification; of one to send by, without a mailbox.
std::string canonical(mailmote::Spec spec);

}  // namespace cli
