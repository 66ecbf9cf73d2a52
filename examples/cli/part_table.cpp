#include "part_table.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>

#include "json.hpp"
#include "text.hpp"

namespace cli {
namespace {

std::vector<std::uint32_t> numbers(std::string_view section) {
  std::vector<std::uint32_t> all;
  const char* const end = section.data() + section.size();
  for (const char* at = section.data(); at < end; ++at) at = std::from_chars(at, end, all.emplace_back()).ptr;
  return all;
}

std::string type_of(const mailmote::Part& part) {
  std::string type = std::string(part.type) + "/" + std::string(part.subtype);
  std::transform(type.begin(), type.end(), type.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return type;
}

std::string padded(std::string_view text, std::size_t columns) {
  const std::size_t taken = width(text);
  return printable(text) + std::string(taken < columns ? columns - taken : 0, ' ') + " ";
}

void print_columns(std::string_view section, std::string_view type, std::string_view encoding, std::string_view size,
                   std::string_view file_name) {
  constexpr std::size_t size_columns = 10;
  const std::string blanks(size.size() < size_columns ? size_columns - size.size() : 0, ' ');
  std::string line = "  " + padded(section, 9) + padded(type, 32) + padded(encoding, 18) + blanks + std::string(size) +
                     "  " + printable(file_name);
  line.erase(line.find_last_not_of(' ') + 1);
  std::puts(line.c_str());
}

}  // namespace

// What holds others stands before them, and has no section of its own or theirs without the last number.
void PartTable::add(const mailmote::Part& part) {
  Row row{numbers(part.section),
          std::string(part.section),
          type_of(part),
          std::string(part.charset),
          std::string(part.encoding),
          std::string(part.filename),
          std::string(part.disposition),
          std::string(part.content_id),
          part.octets,
          part.multipart};
  const auto place =
      std::upper_bound(rows_.begin(), rows_.end(), row, [](const Row& a, const Row& b) { return a.place < b.place; });
  rows_.insert(place, std::move(row));
}

void PartTable::print_lines() const {
  print_columns("section", "type", "encoding", "size", "file name");
  for (const Row& row : rows_)
    print_columns(row.section, row.type + (row.charset.empty() ? "" : "; " + row.charset), row.encoding,
                  row.multipart ? "" : std::to_string(row.octets), row.file_name);
}

void PartTable::print_json() const {
  for (const Row& row : rows_) {
    Json object;
    object.text("section", row.section).text("type", row.type).text_or_null("charset", row.charset);
    object.text_or_null("encoding", row.encoding).number("size", static_cast<std::int64_t>(row.octets));
    object.text_or_null("filename", row.file_name).text_or_null("disposition", row.disposition);
    object.text_or_null("content_id", row.content_id);
    std::puts(object.line().c_str());
  }
}

}  // namespace cli
