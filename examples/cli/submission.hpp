// A mail that a program hands over to be sent: who sends it, who gets it, and its octets with a header that is
// complete.
//
// Names without a domain, as cron writes them, get that of the configuration. Bcc stays here.
#pragma once

#include <string>
#include <string_view>

#include "config_file.hpp"
#include "lines.hpp"
#include "mail_head.hpp"
#include "mailboxes.hpp"
#include "sendmail_options.hpp"
#include "spool.hpp"

namespace cli {

class Submission {
 public:
  Submission(const SendmailOptions& options, const ConfigFile& config) : options_(options), config_(config) {}

  // The whole message. False, with the reason in errno, if it cannot be read or kept, or in refusal() why not.
  bool read(Lines& lines);
  const std::string& refusal() const { return refusal_; }

  const std::string& sender() const { return sender_; }          // empty: the null reverse path
  const std::string& recipients() const { return recipients_; }  // separated by commas
  std::size_t recipient_count() const { return recipient_count_; }
  Spool& octets() { return octets_; }
  bool eight_bit() const { return eight_bit_; }

 private:
  bool read_head(Lines& lines);
  bool read_text(Lines& lines, bool more);
  bool choose_sender();
  bool find_recipients();
  bool add_recipients(std::string_view list, std::string_view where);
  void add_recipient(const std::string& path);
  bool refuse(std::string why);
  std::string qualified(const std::string& path) const;
  void complete_head();
  void qualify(std::string_view name);
  std::string domain() const;

  const SendmailOptions& options_;
  const ConfigFile& config_;
  MailHead head_;
  Spool octets_;
  std::string sender_, recipients_, refusal_;
  std::size_t recipient_count_ = 0;
  bool eight_bit_ = false;
};

}  // namespace cli
