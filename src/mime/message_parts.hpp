// The attachments of a message, counted through: `attachment` first, then those of `attachments`.
#pragma once

#include <mailmote/message.hpp>

namespace mailmote::mime {

inline std::size_t attachment_count(const Message& m) {
  return m.attachments.size() + (m.attachment.content != nullptr ? 1U : 0U);
}

inline const Attachment& attachment_at(const Message& m, std::size_t index) {
  if (m.attachment.content == nullptr) return m.attachments[index];
  return index == 0 ? m.attachment : m.attachments[index - 1];
}

}  // namespace mailmote::mime
