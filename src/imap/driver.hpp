// The mailbox's requests over IMAP: what is said for each, and what of all that a server says is the answer.
//
// One request at a time, by one command at a time; but what a listing needs may go along with SELECT. Only an answer to
// what was asked counts: a FETCH of another message, or one that nobody asked for, is passed over; and a request is
// completed by its tagged OK alone.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <mailmote/driver.hpp>
#include <mailmote/imap/fetch.hpp>
#include <mailmote/imap/list.hpp>
#include <mailmote/imap/search.hpp>
#include <mailmote/imap/session.hpp>
#include <mailmote/imap/set_reader.hpp>
#include <mailmote/imap/status.hpp>
#include <mailmote/notices.hpp>
#include <mailmote/texts.hpp>
#include <mailmote/wire/base64.hpp>
#include <mailmote/wire/quoted_printable.hpp>

#include "driver_addresses.hpp"
#include "driver_file_name.hpp"
#include "uid_set.hpp"

namespace mailmote::imap {

class MailboxDriver final : public Driver {
 public:
  MailboxDriver(const DriverMemory& memory, const DriverSettings& settings);

  Link& link() override { return session_; }
  void connected() override { session_.start(); }
  void secured() override { session_.secured(); }
  void begin(Request& request) override;
  void drop() override;
  void close() override;
  Progress advance() override;
  const Error& error() const override { return error_; }
  void advise(Error& error) const override;
  // What goes along with SELECT is none of its own.
  Stage stage() const override { return work_ == Work::select ? Stage::mailbox : session_.stage(); }
  Counts counts() const override;
  void end() override { this->~MailboxDriver(); }

 private:
  enum class Work : std::uint8_t { login, select, nothing, request, expunge, logout };
  enum class Encoding : std::uint8_t { none, base64, quoted_printable };
  static constexpr std::uint32_t gone_kept = 8;

  // The conversation: driver.cpp
  void speak();
  void listen(const SessionEvent& e);
  void on_failed(const SessionEvent& e);
  void on_ready();
  void on_notice(const SessionEvent& e);
  void on_completed(const SessionEvent& e);
  void on_data(const Event& e);
  void pass_over();
  void stop_listening();
  Put ask();
  void follow(Put put);
  void finish() {
    outcome_ = Progress::done;
    work_ = Work::nothing;
    request_ = nullptr;
    due_ = false;
  }
  bool is_listed_anyway(const SessionEvent& e) const;
  void refuse(const SessionEvent& e);
  void keep_words();
  void distrust(bool broken) { request_->cursor.unsound = request_->cursor.unsound || broken; }
  void give_up(Category category, Advice advice, Retry retry);
  void hang_up(Category category, Advice advice, Retry retry);
  void set_error(Category category, Advice advice, Retry retry);
  void clear_error();
  void take_placed(Code code);
  void log(const SessionEvent& e, NoticeKind kind);

  // What goes along with SELECT: driver_ahead.cpp
  Put ask_mailbox();
  void take_ahead();
  void pass_ahead();
  bool is_ours(const SessionEvent& e);

  // Requests: driver_request.cpp
  void begin_request();
  Put ask_request();
  bool is_elsewhere();
  Put ask_select(std::string_view mailbox);
  void on_answer();
  bool take_range(Range& range);
  std::string_view tell_numbers(std::uint32_t missing, std::uint32_t most) const;
  bool are_some() const;
  bool have_shifted() const;
  Ids ids() const { return request_->messages.by_number ? Ids::number : Ids::uid; }
  Put ask_change();
  Put begin_move(const Range& range);
  Put ask_to_move();
  Put ask_names();
  void on_name(const Event& e);
  bool are_named() const;
  Put ask_watch();
  void on_status(const Event& e);
  void on_change(const Event& e);
  void give_change(const Change& change);

  // Listings of folders: driver_folders.cpp
  Put ask_folders();
  void on_folder(const Event& e);
  static std::uint32_t mark_of(std::string_view name, std::uint32_t before);
  bool is_next_folder();
  void on_folders_answer();

  // Listings of messages, and searches: driver_list.cpp
  void begin_list();
  bool searches() const;
  Put ask_list();
  Put nothing_left();
  Put ask_range();
  bool catch_up();
  Put gone(std::string_view why);
  Put fetch_summaries(const MessageSet& set, Ids ids, std::uint32_t seen);
  Put ask_found();
  Put give_found();
  Put fetch_found();
  Put search();
  Put search_for(std::span<const SearchKey> keys, const Range& uids);
  void on_search(const Event& e);
  void found(std::uint32_t first, std::uint32_t last);
  void on_list_answer();

  // FETCH responses: driver_fetch.cpp
  void on_fetch(const Event& e);
  void begin_message(const Event& begin);
  void end_message(const Event& end);
  bool may_be_asked() const;
  void on_field(Field field, const Event& e);
  void give_summary();
  Put ask_one();
  Put fetch_one(FetchItems& items);
  void take_text(std::string_view& text, bool& cut, const Event& e);
  void take_summary(Field field, const Event& e);
  void take_keyword(const Event& e);
  void take_envelope(Field field, const Event& e);
  void take_addresses(std::string_view& text, bool& cut, Field field, const Event& e);

  // The parts of a message: driver_parts.cpp
  static constexpr std::uint32_t all_parts_given = 0xFFFFFFFF;  // as Cursor::next: a loop that goes on need not ask
  void begin_part();
  void take_part(Field field, const Event& e);
  void take_word(std::string_view& word, const Event& e);
  void take_part_text(std::string_view& text, const Event& e);
  void end_file_name();
  void begin_single();
  void begin_multipart();
  void give_part();

  // One section, to a sink: driver_body.cpp
  void begin_body();
  Put ask_body();
  void on_content_name(const Event& e);
  void on_content(const Event& e);
  void pour();
  bool pour_raw();
  bool pour_decoded();
  bool write(std::string_view& octets);

  // A message from a source: driver_append.cpp
  Put ask_append();
  void feed();
  void feed_last();
  IoResult read_source(std::span<char> room);
  void source_failed();

  // Small members first: Thumb's short loads reach 31 octets far for an octet, 124 for a word.
  Work work_ = Work::login;
  Progress outcome_ = Progress::again;
  std::uint8_t step_ = 0;      // of a request that takes several commands
  std::uint8_t barren_ = 0;    // answers in a row that a listing got no message from
  bool due_ = false;           // a command has to be said
  bool asked_ = false;         // a command of the request is under way: the last that was said
  bool passing_over_ = false;  // the last command's answer is still due, and nobody wants it
  bool half_open_;
  bool expunge_at_close_;
  Ahead ahead_;         // what is to go along with SELECT; then, what has gone and is not answered
  bool polls_ = false;  // IDLE was refused
  bool wait_for_source_ = false;
  bool not_opened_ = false;  // error_ is that of a SELECT
  bool searching_ = false;   // the command under way is a SEARCH
  bool searched_ = false;    // found_ holds what one found
  bool took_ = false;        // what was asked for has come
  bool heard_ = false;       // the response under way, from its beginning
  bool relevant_ = false;    // of the response under way: what was asked for is in it; of folders: likewise all behind
  bool follows_ = false;     // the folder in front of the last that was given has passed
  bool continued_ = false;   // the value under way came in pieces before
  bool pouring_ = false;     // content goes to the sink
  bool part_shown_ = false;  // what stands in the part was given already
  bool part_typed_ = false;  // something of it has come
  bool holds_last_ = false;  // the last octet of a message waits for the end of its source
  char last_octet_ = 0;
  Encoding encoding_ = Encoding::none;
  Code code_ = Code::none;                 // of the status that error_ came with
  Field list_ = Field::none;               // whose addresses are being read
  std::uint32_t index_ = 0;                // of the folder or part that comes next in the answer
  std::uint32_t mailbox_mark_ = 0;         // of the name of the one that is open
  std::uint32_t gone_;                     // messages that went; it begins anew, and high, with each connection
  std::uint32_t gone_at_[gone_kept] = {};  // the numbers in the last of them: of the nth at n % gone_kept
  std::uint32_t number_ = 0, uid_ = 0;     // of the message that the response under way is about
  std::uint32_t from_ = 0, until_ = 0;     // messages that the command under way asks for, as ids() has them
  std::uint32_t seen_before_ = 0;          // Cursor::seen when it was said
  std::uint32_t poll_ms_;
  Request* request_ = nullptr;
  const Request* found_for_ = nullptr;  // whose search results found_ holds
  NoticeLog* notices_;
  std::string_view mailbox_;    // to be opened behind the login
  std::string_view piece_;      // content that the sink has not taken yet
  std::string_view decoded_;    // likewise, decoded; behind the texts
  std::uint64_t unwanted_ = 0;  // Cursor::ahead once decoded_ is gone
  std::uint64_t taken_ = 0;     // octets of the content that are in decoded_ or gone
  Fetch fetch_;
  List lister_;
  StatusReader status_;
  Search search_;
  Esearch esearch_;
  SetReader set_;
  AddressList addresses_;
  ExtendedName extended_name_;
  wire::Base64Decoder base64_{wire::Base64Decoder::Form::lenient};
  wire::QuotedPrintableDecoder quoted_;
  Error error_;
  Texts texts_;
  UidSet found_;
  Settings settings_;
  Session session_;
};

}  // namespace mailmote::imap
