#include "folder_names.hpp"

#include <mailmote/request.hpp>

namespace cli {

std::vector<std::string> attribute_words(std::uint32_t attributes) {
  struct Row {
    mailmote::FolderAttribute bit;
    const char* word;
  };
  constexpr Row rows[] = {{mailmote::folder_no_inferiors, "NoInferiors"},
                          {mailmote::folder_no_select, "NoSelect"},
                          {mailmote::folder_marked, "Marked"},
                          {mailmote::folder_unmarked, "Unmarked"},
                          {mailmote::folder_has_children, "HasChildren"},
                          {mailmote::folder_has_no_children, "HasNoChildren"},
                          {mailmote::folder_nonexistent, "NonExistent"},
                          {mailmote::folder_subscribed, "Subscribed"},
                          {mailmote::folder_remote, "Remote"},
                          {mailmote::folder_all, "All"},
                          {mailmote::folder_archive, "Archive"},
                          {mailmote::folder_drafts, "Drafts"},
                          {mailmote::folder_flagged, "Flagged"},
                          {mailmote::folder_junk, "Junk"},
                          {mailmote::folder_sent, "Sent"},
                          {mailmote::folder_trash, "Trash"},
                          {mailmote::folder_important, "Important"},
                          {mailmote::folder_inbox, "Inbox"}};
  std::vector<std::string> words;
  for (const Row& row : rows)
    if ((attributes & row.bit) != 0) words.emplace_back(row.word);
  return words;
}

}  // namespace cli
