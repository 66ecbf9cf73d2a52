// The type of a file by the end of its name, where a mail program does more with it than save it.
#pragma once

#include <string_view>

namespace cli {

// "image/png" for "pump.PNG"; application/octet-stream for what is not known. Texts are not known: their charset is
// not.
std::string_view media_type(std::string_view file_name);

}  // namespace cli
