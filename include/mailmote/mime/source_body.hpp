// What a Source gives as the body of a part, in base64 or quoted-printable, through any room.
//
//   SourceBody body{attachment};
//   while (!body.over()) send(room, body.fill(room));
//
// Nothing is held but what waits for a whole group or line: the Source reads into the caller's room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include <mailmote/message.hpp>
#include <mailmote/wire/base64.hpp>
#include <mailmote/wire/quoted_printable.hpp>

namespace mailmote::mime {

class SourceBody {
 public:
  static constexpr std::size_t min_room = 80;  // of fill()

  // Octets in all, where that can be known.
  static std::optional<std::uint64_t> length(const Attachment& attachment);

  SourceBody() = default;
  // `attachment` has a content, and outlives the body.
  explicit SourceBody(const Attachment& attachment);

  // Io::done, with some octets or none: again, until it is over(). When the Source is not ready neither is this. When
  // it fails, or gives more or fewer octets than its size() told, this fails; then it is not asked again.
  IoResult fill(std::span<char> out);

  bool over() const { return attachment_ == nullptr; }

 private:
  IoResult finish(std::span<char> out);

  const Attachment* attachment_ = nullptr;
  wire::QuotedPrintableEncoder quoted_printable_;
  wire::Base64Lines base64_{wire::mime_line};
  std::uint64_t taken_ = 0;
  std::optional<std::uint64_t> told_;
};

}  // namespace mailmote::mime
