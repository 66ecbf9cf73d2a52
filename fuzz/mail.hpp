// A message of any texts, for harnesses that write one out.
//
// The input is the fields of the message in the order of `Mail`, each ended by an octet 0x1e. What is missing at the
// end of it is empty; an empty sender or recipient is filled in, so that more than refusals are seen.
#pragma once

#include <mailmote/mime/writer.hpp>

#include <optional>

#include "fuzz.hpp"

namespace fuzz {

using namespace mailmote;

// Cut off one after another.
class Fields {
 public:
  explicit Fields(std::string_view input) : rest_(input) {}

  Heap next(std::string_view instead = {}) {
    const std::size_t end = std::min(rest_.find('\x1e'), rest_.size());
    const std::string_view field = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return Heap(field.empty() ? instead : field);
  }

 private:
  std::string_view rest_;
};

// An attachment that comes in any pieces and is not always there.
class Pieces final : public Source {
 public:
  Pieces(std::string_view text, Dice dice) : text_(text), dice_(dice) {}

  IoResult read(std::span<char> into) override {
    if (dice_.from(0, 4) == 0) return {Io::want_read, 0};
    const std::size_t n = std::min({text_.size(), into.size(), dice_.from(1, 100)});
    if (n == 0) return {Io::closed, 0};
    std::copy_n(text_.data(), n, into.data());
    text_.remove_prefix(n);
    return {Io::done, static_cast<std::uint32_t>(n)};
  }
  std::optional<std::uint64_t> size() const override { return size_; }

 private:
  std::string_view text_;
  std::uint64_t size_ = text_.size();
  Dice dice_;
};

inline std::string read_all(mime::Writer& writer, std::size_t most, Dice& dice) {
  std::string all;
  for (;;) {
    const Heap room(dice.from(1, most));
    const IoResult got = writer.read({room.data(), room.size()});
    if (got.io == Io::closed) return all;
    expect(got.io == Io::done || got.io == Io::want_read);
    expect((got.io == Io::done) == (got.count != 0) && got.count <= room.size());
    all.append(room.data(), got.count);
  }
}

// The fields of the input as a message, whose Sources are read once.
struct Mail {
  explicit Mail(std::string_view input) : fields(input), dice(input) {}

  void compose() {
    const std::string_view all = options.view();
    const auto asked = [all](char c) { return all.find(c) != all.npos; };
    m.headers = {&own, name.view().empty() && value.view().empty() ? 0U : 1U};
    if (!file.view().empty() || !content.view().empty())
      m.attachment = {file.view(), type.view(), &sources[0], {}, encoding(asked('q'))};
    if (!last.view().empty()) m.attachments = {&second, 1};
    if (!image.view().empty() || !image_id.view().empty()) m.related = {&inner, 1};
    if (asked('h')) m.priority = Priority::high;
    if (asked('l')) m.priority = Priority::low;
    m.automatic = !asked('p');
  }
  static Attachment::Encoding encoding(bool text) {
    return text ? Attachment::Encoding::quoted_printable : Attachment::Encoding::base64;
  }

  Fields fields;
  Dice dice;
  Heap from = fields.next("a@b"), to = fields.next("c@d"), cc = fields.next(), bcc = fields.next();
  Heap reply_to = fields.next(), subject = fields.next(), text = fields.next(), id = fields.next();
  Heap file = fields.next(), type = fields.next("text/plain"), content = fields.next(), html = fields.next();
  Heap answered = fields.next(), references = fields.next(), name = fields.next(), value = fields.next();
  Heap incident = fields.next(), image_id = fields.next(), image_name = fields.next(), image = fields.next();
  Heap last = fields.next(), options = fields.next();
  Pieces sources[3] = {{content.view(), dice}, {last.view(), dice}, {image.view(), dice}};
  Header own{name.view(), value.view()};
  Attachment second{"last", "a/b", &sources[1]};
  Attachment inner{image_name.view(), "image/png", &sources[2], image_id.view()};
  Message m{.from = from.view(),
            .to = to.view(),
            .cc = cc.view(),
            .bcc = bcc.view(),
            .reply_to = reply_to.view(),
            .subject = subject.view(),
            .text = text.view(),
            .message_id = id.view(),
            .html = html.view(),
            .in_reply_to = answered.view(),
            .references = references.view(),
            .incident = incident.view()};
};

}  // namespace fuzz
