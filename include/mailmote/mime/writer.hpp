// A Message as RFC 5322 octets, streamed: it is a Source, and whoever sends reads from it.
//
//   mime::Writer writer{message, {now, seed, eight_bit}};
//   writer.size();            // for SMTP's SIZE, where it can be known
//   writer.read(room);        // again and again, through a room of any size
//
// What a mail is made of, with no level that has but one part:
//
//   mixed( alternative( text, related( html, inline parts ) ), attachments )
//
// The texts stay the caller's; the writer walks over them with 80 octets of its own, whatever their size.
// Only CRLF ends a line, no header line is longer than 998 octets, and what a text holds never becomes a
// header. The same message and the same settings always give the same octets. Bcc is never written.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <mailmote/message.hpp>
#include <mailmote/mime/address.hpp>
#include <mailmote/mime/body.hpp>
#include <mailmote/mime/message_check.hpp>
#include <mailmote/network.hpp>
#include <mailmote/stream.hpp>

namespace mailmote::mime {

struct WriterSettings {
  std::int64_t wall_clock = Network::unknown_time;  // seconds since 1970; unknown: no Date
  std::array<char, 16> seed{};                      // octets that nobody can guess, for Message-ID and boundary
  bool eight_bit = false;                           // the server takes text beyond ASCII as it is (8BITMIME)
};

class Excerpt;

class Writer final : public Source {
 public:
  // `message` outlives the writer. One that check() refuses fails with the first read.
  Writer(const Message& message, const WriterSettings& settings);
  Writer(const Message&& message, const WriterSettings& settings) = delete;

  // Io::closed at the end. When the Source of an attachment is not ready neither is this; when it fails, or gives more
  // or fewer octets than its size() told, this has failed for good.
  IoResult read(std::span<char> into) override;

  // Octets in all: exact. Unknown where that of an attachment is, or one is quoted-printable, or the message is
  // refused.
  std::optional<std::uint64_t> size() const override;

  // Octets above 127 will be in it: MAIL needs BODY=8BITMIME.
  bool needs_eight_bit() const;

  // Starts again from the first octet; false, and nothing happens, once an attachment was read from or it failed.
  bool rewind();

 private:
  static constexpr std::size_t min_room = 80;  // of fill(): one folded line, or one encoded word with its line end
  static_assert(min_room >= Body::min_room);

  // In the order in which they are written: five that there may be, then inline parts, then attachments.
  enum Part : std::uint32_t { mixed, alternative, text, related, html, first_source };

  // Where the writing stands.
  struct Place {
    const char* at;           // in the plan of a mail: src/mime/writer_plan.hpp
    std::uint16_t index = 0;  // of the header in their list; of mailboxes only whether there was one
    std::uint32_t part = 0;
    std::string_view list{};  // the mailboxes that are not written yet
  };

  bool has(std::uint32_t part) const { return (parts_ >> part & 1U) != 0; }
  std::size_t first_attachment() const { return first_source + message_.related.size(); }
  const Attachment& source_at(const Place& place) const;
  BodyForm form_at(const Place& place) const;
  Body body_at(const Place& place) const;

  std::uint32_t unstage(std::span<char> room);
  Io fill(std::span<char> out, std::uint32_t& count);
  Io fill_body(std::span<char> out, std::uint32_t& count);
  std::uint32_t fill_line(std::span<char> out);

  void put_line(Excerpt& page, Place& place) const;
  bool put_item(Excerpt& page, char list, Place& place) const;
  bool put_next_header(Excerpt& page, Place& place) const;
  void put_value(Excerpt& page, char value, const Place& place) const;
  void put_message_id(Excerpt& page) const;
  bool holds(char condition, const Place& place) const;
  bool is(char condition, const Place& place) const;
  const std::string_view& mailboxes(char list) const;
  char level_of(const Place& place) const;
  void go_to_next_part(Place& place) const;

  // Small members first: Thumb's short loads reach 31 octets far for an octet, 124 for a word.
  bool failed_ = false;
  bool source_begun_ = false;
  std::uint8_t parts_ = 0;  // a bit for each of the five that there is
  std::uint8_t stage_at_ = 0;
  std::uint8_t stage_end_ = 0;
  std::array<BodyForm, 2> forms_;  // of the text and the HTML
  std::uint16_t column_ = 0;       // where this piece of a header began
  std::uint32_t written_ = 0;      // octets of this piece that were given out
  Place place_;
  const Message& message_;
  Body body_;  // of the part, while it is written
  std::int64_t wall_clock_;
  std::array<char, 16> seed_;
  std::array<char, min_room> stage_;  // what was made for a reader with less room
};

}  // namespace mailmote::mime
