// What is wrong with an address or a header that was typed: the reason, the text, and a caret under the octet at fault.
#pragma once

#include <mailmote/message.hpp>
#include <mailmote/mime/writer.hpp>

#include "options.hpp"

namespace cli {

// `fault` is what mime::check() found in `message`. Returns the exit status.
int report_address(const Arguments& arguments, const mailmote::Message& message,
                   const mailmote::mime::MessageFault& fault);

}  // namespace cli
