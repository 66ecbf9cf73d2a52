#include "media_type.hpp"

#include <mailmote/wire/ascii.hpp>

namespace cli {

std::string_view media_type(std::string_view file_name) {
  static constexpr struct {
    std::string_view extension, type;
  } types[] = {
      {"png", "image/png"},   {"jpg", "image/jpeg"},      {"jpeg", "image/jpeg"},     {"gif", "image/gif"},
      {"webp", "image/webp"}, {"svg", "image/svg+xml"},   {"bmp", "image/bmp"},       {"tif", "image/tiff"},
      {"tiff", "image/tiff"}, {"pdf", "application/pdf"}, {"zip", "application/zip"}, {"json", "application/json"},
  };
  const std::size_t dot = file_name.rfind('.');
  if (dot != file_name.npos)
    for (const auto& known : types)
      if (mailmote::wire::equals_any_case(file_name.substr(dot + 1), known.extension)) return known.type;
  return "application/octet-stream";
}

}  // namespace cli
