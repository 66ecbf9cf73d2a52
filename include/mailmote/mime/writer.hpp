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
#include <mailmote/mime/message_check.hpp>
#include <mailmote/mime/source_body.hpp>
#include <mailmote/mime/text_body.hpp>
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
  static_assert(min_room >= TextBody::min_room && min_room >= SourceBody::min_room);

  enum class Part : std::uint8_t {  // in the order in which they are written
    date,
    from,
    reply_to,
    to,
    cc,
    subject,
    message_id,
    thread,
    headers,
    mime_head,  // and what opens the outer levels
    text_head,
    text,
    html_head,
    html,
    related_head,
    related,
    texts_end,  // of the inner levels
    attachment_head,
    attachment,
    closing,
    end,
    failed,
  };
  enum class Level : std::uint8_t { mixed, alternative, related };

  // Where the writing stands.
  struct Place {
    Part part = Part::date;
    std::uint16_t index = 0;  // of the header, the inline part, the attachment
    AddressReader list{{}};   // of the mailboxes of this part that are not written yet
  };

  bool has(Level level) const;
  bool has_text() const { return !message_.text.empty() || message_.html.empty(); }
  bool has_html() const { return !message_.html.empty(); }
  TextBody::Form form_of(std::string_view text, bool eight_bit) const;
  const Attachment& source_at(const Place& place) const;

  AddressReader mailboxes_of(Part part) const;
  Part behind(const Place& place) const;
  void go_on(Place& place) const;
  void enter_next();
  IoResult fail();
  std::size_t unstage(std::span<char> room);
  std::optional<std::uint64_t> body_size(const Place& place) const;

  IoResult fill(std::span<char> out);
  std::size_t fill_head(std::span<char> out);
  IoResult fill_source(std::span<char> out);

  bool put_part(Excerpt& page, Place& place) const;
  void put_message_id(Excerpt& page) const;
  void put_thread(Excerpt& page) const;
  bool put_next_header(Excerpt& page, Place& place) const;
  void put_mime_head(Excerpt& page) const;
  void put_html_head(Excerpt& page) const;
  void put_text_head(Excerpt& page, std::string_view subtype, TextBody::Form form) const;
  void put_source_head(Excerpt& page, Level level, const Attachment& attachment) const;
  void put_opening(Excerpt& page, Level level) const;
  void put_delimiter(Excerpt& page, Level level) const;
  void put_closing(Excerpt& page, Level level) const;
  void put_boundary(Excerpt& page, Level level) const;

  // Small members first: Thumb's short loads reach 31 octets far for an octet, 124 for a word.
  bool source_begun_ = false;
  std::uint8_t stage_at_ = 0;
  std::uint8_t stage_end_ = 0;
  TextBody::Form text_form_;
  TextBody::Form html_form_;
  std::uint16_t column_ = 0;   // where this piece of a header began
  std::uint32_t written_ = 0;  // octets of this piece that were given out
  Place place_;
  const Message& message_;
  TextBody text_;      // in the parts text and html
  SourceBody source_;  // in the parts related and attachment
  std::int64_t wall_clock_;
  std::array<char, 16> seed_;
  std::array<char, min_room> stage_;  // what was made for a reader with less room
};

}  // namespace mailmote::mime
