// The name of a content item to its section and origin.
#include <mailmote/imap/fetch.hpp>
#include <mailmote/wire/words.hpp>

namespace mailmote::imap {

namespace {

constexpr auto words = wire::make_words("RFC822 RFC822.TEXT RFC822.HEADER BODY BINARY BINARY.SIZE ");
constexpr std::uint8_t word_header = 2, word_body = 3;

}  // namespace

ContentName read_content_name(std::string_view name) {
  ContentName content;
  std::size_t begin = 0, end = name.size();  // of the section
  while (begin != end && name[begin] != '[') ++begin;
  const std::uint8_t word = words.index({name.data(), begin});
  if (word <= word_header) {
    const std::size_t prefix = std::string_view("RFC822.").size();
    if (begin > prefix) content.section = {name.data() + prefix, begin - prefix};
    content.valid = begin == end;
    return content;
  }
  if (word == wire::no_word) return content;

  content.binary = word != word_body;
  if (begin != end && name[end - 1] == '>') {
    const std::size_t closing = --end;
    while (end != begin && name[end - 1] != '<') --end;
    if (end == begin || !read_number({name.data() + end, closing - end}, content.origin)) return content;
    content.partial = true;
    --end;
  }
  // The last bracket ends it: others may stand in quoted field names.
  if (end < begin + 2 || name[end - 1] != ']') return content;
  content.section = {name.data() + begin + 1, end - begin - 2};
  content.valid = true;
  return content;
}

}  // namespace mailmote::imap
