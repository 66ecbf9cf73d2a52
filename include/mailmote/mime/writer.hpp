// A Message as RFC 5322 octets, streamed: it is a Source, and whoever sends reads from it.
//
//   mime::Writer writer{message, {now, seed, eight_bit}};
//   writer.size();            // for SMTP's SIZE, where it can be known
//   writer.read(room);        // again and again, through a room of any size
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
#include <mailmote/network.hpp>
#include <mailmote/stream.hpp>
#include <mailmote/wire/base64.hpp>
#include <mailmote/wire/quoted_printable.hpp>

namespace mailmote::mime {

struct WriterSettings {
  std::int64_t wall_clock = Network::unknown_time;  // seconds since 1970; unknown: no Date
  std::array<char, 16> seed{};                      // octets that nobody can guess, for Message-ID and boundary
  bool eight_bit = false;                           // the server takes text beyond ASCII as it is (8BITMIME)
};

// What is wrong with a message, before anything is sent.
struct MessageFault {
  enum class Field : std::uint8_t {
    none,
    from,
    to,
    cc,
    bcc,
    reply_to,
    subject,
    text,
    attachment_name,
    attachment_type,
    message_id,
  };
  Field field = Field::none;
  Address::Reason address =
      Address::Reason::none;  // from, to, cc, bcc, reply_to; elsewhere the octet itself is at fault
  std::uint16_t offset = 0;   // of the offending octet, or the first too many, in the field; 65535 at most
  bool too_long = false;      // that octet is one too many
  explicit operator bool() const { return field != Field::none; }
};

// "from", "reply_to", ... as the members of Message; empty for none.
std::string_view name(MessageFault::Field field);

constexpr std::size_t max_subject = 998;  // octets, before they are encoded
constexpr std::size_t max_attachment_name = 255;
constexpr std::size_t max_attachment_type = 127;
constexpr std::size_t max_message_id = 250;

// The first thing that is wrong with `message`; none if it can be written. No sender and no recipient are told as
// `missing`, in from and to.
MessageFault check(const Message& message);

class Excerpt;

class Writer final : public Source {
 public:
  // `message` outlives the writer. One that check() refuses fails with the first read.
  Writer(const Message& message, const WriterSettings& settings);
  Writer(const Message&& message, const WriterSettings& settings) = delete;

  // Io::closed at the end. When the attachment's Source is not ready neither is this; when it fails, or gives more or
  // fewer octets than its size() told, this has failed for good.
  IoResult read(std::span<char> into) override;

  // Octets in all: exact. Unknown where the attachment's is, or if the message is refused.
  std::optional<std::uint64_t> size() const override;

  // Octets above 127 will be in it: MAIL needs BODY=8BITMIME.
  bool needs_eight_bit() const { return encoding_ == Encoding::eight_bit; }

  // Starts again from the first octet; false, and nothing happens, once the attachment was read from or it failed.
  bool rewind();

 private:
  static constexpr std::size_t min_room = 80;  // of fill(): one folded line, or one encoded word with its line end

  enum class Encoding : std::uint8_t { seven_bit, eight_bit, quoted_printable };
  enum class Part : std::uint8_t {  // in the order in which they are written
    date,
    from,
    reply_to,
    to,
    cc,
    subject,
    message_id,
    text_head,
    text,
    attachment_head,
    attachment,
    closing,
    end,
    failed,
  };

  bool has_attachment() const { return message_.attachment.content != nullptr; }
  Encoding encoding_for_text(bool eight_bit) const;
  std::size_t text_length() const;

  AddressReader mailboxes_of(Part part) const;
  Part behind(Part part) const;
  void enter(Part part);
  void enter_next() { enter(behind(part_)); }
  void start_over();
  IoResult fail();
  std::size_t unstage(std::span<char> room);

  IoResult fill(std::span<char> out);
  std::size_t fill_head(std::span<char> out);
  std::size_t fill_text(std::span<char> out);
  std::size_t fill_plain(std::string_view rest, std::span<char> out);
  std::size_t fill_quoted_printable(std::string_view rest, std::span<char> out);
  bool ends_carriage_return(std::size_t at) const;
  IoResult fill_attachment(std::span<char> out);
  IoResult end_attachment(std::span<char> out);

  bool put_part(Part part, Excerpt& page, AddressReader& list) const;
  void put_message_id(Excerpt& page) const;
  void put_text_head(Excerpt& page) const;
  void put_attachment_head(Excerpt& page) const;
  void put_boundary(Excerpt& page) const;
  void put_boundary_name(Excerpt& page) const;

  // Small members first: Thumb's short loads reach 31 octets far for an octet, 124 for a word.
  Part part_ = Part::date;
  Encoding encoding_ = Encoding::seven_bit;
  bool utf8_ = true;  // the text is
  bool attachment_begun_ = false;
  std::uint8_t stage_at_ = 0;
  std::uint8_t stage_end_ = 0;
  wire::QuotedPrintableEncoder quoted_printable_;
  std::uint16_t column_ = 0;   // where this piece of a header began
  std::uint32_t written_ = 0;  // octets of this piece that were given out
  const Message& message_;
  std::size_t text_at_ = 0;
  AddressReader list_{{}};  // of the mailboxes of this part that are not written yet
  wire::Base64Lines base64_{wire::mime_line};
  std::uint64_t attachment_taken_ = 0;
  std::optional<std::uint64_t> attachment_size_;
  std::int64_t wall_clock_;
  std::array<char, 16> seed_;
  std::array<char, min_room> stage_;  // what was made for a reader with less room
};

}  // namespace mailmote::mime
