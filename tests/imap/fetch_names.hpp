// What imap::Fetch calls an event, in words: "uid", "from0.mailbox", "1.2:charset". A multipart has a star:
// "*:subtype", "2*:part_end". How deep a part stands is told where it begins: "1.2:part2".
#pragma once

#include <mailmote/imap/fetch.hpp>

#include <string>

namespace named {

class FetchNames {
 public:
  std::string operator()(const mailmote::imap::Event& e) {
    using mailmote::imap::Field;
    const Field field = fetch_.read(e);
    if (field == Field::none || field == Field::item) return {};
    const std::string name = names[static_cast<std::size_t>(field)];
    if (field >= Field::from && field <= Field::bcc) return name + address();
    if (field < Field::type) return name;
    return part() + name + (field == Field::part ? std::to_string(fetch_.part_depth()) : "");
  }

 private:
  static constexpr const char* names[] = {"none",
                                          "item",
                                          "other",
                                          "uid",
                                          "flag",
                                          "size",
                                          "internal_date",
                                          "modseq",
                                          "content",
                                          "binary_size",
                                          "gm_msgid",
                                          "gm_thrid",
                                          "gm_label",
                                          "date",
                                          "subject",
                                          "from",
                                          "sender",
                                          "reply_to",
                                          "to",
                                          "cc",
                                          "bcc",
                                          "in_reply_to",
                                          "message_id",
                                          "type",
                                          "subtype",
                                          "parameter_name",
                                          "content_id",
                                          "description",
                                          "encoding",
                                          "octets",
                                          "lines",
                                          "md5",
                                          "disposition",
                                          "language",
                                          "location",
                                          "extension",
                                          "parameter",
                                          "charset",
                                          "name",
                                          "boundary",
                                          "filename",
                                          "disposition_parameter_name",
                                          "disposition_parameter",
                                          "part",
                                          "part_end"};
  static_assert(std::size(names) == static_cast<std::size_t>(mailmote::imap::Field::part_end) + 1);

  std::string address() const {
    static constexpr const char* parts[] = {".name", ".route", ".mailbox", ".host"};
    return std::to_string(fetch_.address_index()) + parts[static_cast<std::size_t>(fetch_.address())];
  }
  std::string part() const {
    char room[192];
    return std::string(fetch_.section(room)) + (fetch_.is_multipart() ? "*:" : ":");
  }

  mailmote::imap::Fetch fetch_;
};

}  // namespace named
