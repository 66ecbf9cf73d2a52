#include "draft.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "media_type.hpp"

namespace cli {
namespace {

std::string joined(const std::vector<std::string>& lists) {
  std::string all;
  for (const std::string& list : lists) all += (all.empty() ? "" : ", ") + list;
  return all;
}

// False, with the reason in errno, if it failed before its end.
bool read_all(std::FILE* file, std::string& all) {
  char block[16384];
  for (std::size_t n = 0; (n = std::fread(block, 1, sizeof block, file)) != 0;) all.append(block, n);
  return std::ferror(file) == 0;
}

std::string_view file_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == path.npos ? path : path.substr(slash + 1);
}

}  // namespace

Draft::Draft(const Arguments& arguments)
    : arguments_(arguments),
      from_(arguments.value("from")),
      to_(joined(arguments.values("to"))),
      cc_(joined(arguments.values("cc"))),
      bcc_(joined(arguments.values("bcc"))),
      subject_(arguments.value("subject")) {
  message_.from = from_;
  message_.to = to_;
  message_.cc = cc_;
  message_.bcc = bcc_;
  message_.subject = subject_;
}

bool Draft::has_text() const { return arguments_.words.size() > 1 || arguments_.has("text"); }

std::string_view Draft::misused() const {
  const bool second = arguments_.words.size() > 1;
  if (second && arguments_.words[1] != "-") return "send takes one SPEC, and perhaps - for a text on standard input";
  if (second && arguments_.has("text")) return "the text is either --text or standard input";
  if (from_.empty()) return "send needs a sender: --from";
  if (to_.empty() && cc_.empty() && bcc_.empty()) return "send needs a recipient: --to, --cc or --bcc";
  if (!has_text() && !arguments_.has("html") && !arguments_.has("attach"))
    return "send needs a text: --text T, or - to read it from standard input";
  for (const std::string& word : arguments_.values("inline")) {
    const std::size_t equals = word.find('=');
    if (equals == 0 || equals >= word.size() - 1) return "--inline takes ID=FILE: the HTML shows it as cid:ID";
  }
  if (arguments_.has("inline") && !arguments_.has("html")) return "--inline needs the --html that shows it";
  return {};
}

std::size_t Draft::most_recipients() const {
  const auto commas = [](const std::string& list) {
    return static_cast<std::size_t>(std::count(list.begin(), list.end(), ','));
  };
  return commas(to_) + commas(cc_) + commas(bcc_) + 3;
}

bool Draft::open_files() {
  if (arguments_.has("html") && !read_html(arguments_.value("html"))) return false;
  for (const std::string& word : arguments_.values("inline")) {
    const std::size_t equals = word.find('=');
    inline_files_.emplace_back(word.substr(equals + 1), word.substr(0, equals));
  }
  for (const std::string& path : arguments_.values("attach")) attached_files_.emplace_back(path, std::string());
  if (!open(inline_files_, related_) || !open(attached_files_, attachments_)) return false;
  message_.related = related_;
  message_.attachments = attachments_;
  return true;
}

bool Draft::open(std::deque<Enclosure>& files, std::vector<mailmote::Attachment>& parts) {
  for (Enclosure& file : files) {
    unreadable_ = file.path;
    if (!file.content.open(file.path.c_str())) return false;
    const std::string_view name = file_name(file.path);
    parts.push_back({name, media_type(name), &file.content, file.id});
  }
  return true;
}

bool Draft::read_html(const std::string& path) {
  unreadable_ = path;
  std::FILE* const file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return false;
  const bool read = read_all(file, html_);
  const int reason = errno;
  std::fclose(file);
  errno = reason;
  message_.html = html_;
  return read;
}

bool Draft::read_text() {
  if (!has_text()) return true;
  unreadable_ = "standard input";
  const bool dash = arguments_.words.size() > 1 || arguments_.value("text") == "-";
  if (!dash) text_ = arguments_.value("text");
  if (dash && !read_all(stdin, text_)) return false;
  message_.text = text_;
  return true;
}

}  // namespace cli
