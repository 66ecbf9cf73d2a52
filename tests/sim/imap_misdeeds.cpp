// What the server does wrong, once.
#include "imap_server.hpp"

namespace sim {

// Misdeeds within the data of an answer.
bool ImapServer::is_due(ImapMisdeed misdeed) const {
  return behaviour_.misdeed == misdeed && !misdeed_done_ && answers_ >= behaviour_.misdeed_at;
}

bool ImapServer::fits(Answer kind) const {
  switch (behaviour_.misdeed) {
    case ImapMisdeed::injection: return kind == Answer::starttls;
    case ImapMisdeed::early_ok: return kind == Answer::plus_for_literal;
    case ImapMisdeed::idle_over: return kind == Answer::plus_for_idle;
    case ImapMisdeed::expunge_storm: return kind == Answer::completion && login_ == Login::selected;
    case ImapMisdeed::wrong_tag: return kind == Answer::completion;
    case ImapMisdeed::no_data:
      return kind == Answer::completion && !data_.empty() && verb_ != "SELECT" && verb_ != "EXAMINE";
    case ImapMisdeed::other_message:
    case ImapMisdeed::literal_huge:
    case ImapMisdeed::literal_too_large:
    case ImapMisdeed::literal_short:
    case ImapMisdeed::literal_long: return false;  // see literal_head(), fetch_one()
    default: return true;
  }
}

// What it says in place of `data_`, news and line. True if the line was said as it is.
bool ImapServer::misbehave(Answer kind, const std::string& news, const std::string& line) {
  const std::string whole = data_ + news + line + "\r\n";
  const auto hang_up = [this] {
    end(static_cast<Hangup>(dice_.from(1, 3)));
    return false;
  };
  switch (behaviour_.misdeed) {
    case ImapMisdeed::hang_up: return hang_up();
    case ImapMisdeed::half_answer: put(whole.substr(0, dice_.from(1, whole.size() - 1))); return hang_up();
    case ImapMisdeed::silence: state_ = State::deaf; return false;
    case ImapMisdeed::bye: put("* BYE [UNAVAILABLE] no more\r\n"); return hang_up();
    case ImapMisdeed::wrong_tag:
      put(data_ + news + (dice_.coin() ? "A999" : dice_.coin() ? "B1" : "A1") + line.substr(tag_.size()) + "\r\n");
      return tag_ == "A1";
    case ImapMisdeed::twice: put(whole + line + "\r\n"); return true;
    case ImapMisdeed::plus: put("+ more\r\n" + whole); return true;
    case ImapMisdeed::garbage:
      for (std::size_t i = dice_.from(1, 200); i != 0; --i) put(std::string(1, static_cast<char>(dice_.roll())));
      return false;
    case ImapMisdeed::nonsense: put("HTTP/1.1 400 Bad Request\r\n" + whole); return false;
    case ImapMisdeed::bare_line_feed: put(data_ + news + line + "\n"); return false;
    case ImapMisdeed::endless:
      for (int i = 0; i < 150; ++i) put("* OK still there\r\n");
      drip_ms = 2'000;
      state_ = State::deaf;
      return false;
    case ImapMisdeed::flood:
      for (int i = 0; i < 3'000; ++i) put("* OK\r\n");
      put(whole);
      return kind != Answer::greeting;
    case ImapMisdeed::drip:
      drip_ms = 1'000;
      put(whole);
      return true;
    case ImapMisdeed::injection:
      injected = true;
      put(whole + "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n");
      return true;
    case ImapMisdeed::early_ok: accept_early(); return false;
    case ImapMisdeed::idle_over:
      put(whole + tag_ + " OK done\r\n");
      state_ = State::commands;
      done_is_due_ = true;
      return true;
    case ImapMisdeed::expunge_storm:
      for (std::size_t i = view_.size() + 5; i != 0; --i) put("* 1 EXPUNGE\r\n");
      put("* 0 EXPUNGE\r\n* 0 FETCH (FLAGS ())\r\n* 4294967296 EXISTS\r\n* " + std::to_string(view_.size()) +
          " EXISTS\r\n" + whole);
      return true;
    case ImapMisdeed::no_data: put(news + line + "\r\n"); return true;
    default: put(whole); return true;
  }
}

// Before it has the literal.
void ImapServer::accept_early() {
  misdeed_done_ = true;
  put(tag_ + " OK done\r\n");
  state_ = State::deaf;
}

// What announces a literal of a message.
std::string ImapServer::literal_head(std::size_t size) {
  if (is_due(ImapMisdeed::literal_huge) || is_due(ImapMisdeed::literal_too_large)) {
    const bool countable = behaviour_.misdeed == ImapMisdeed::literal_huge;
    misdeed_done_ = true;
    const std::string huge = dice_.coin() ? "{4294967296}\r\n" : "{9223372036854775807}\r\n";
    return countable ? huge : "{18446744073709551616}\r\n";
  }
  if (is_due(ImapMisdeed::literal_short)) {
    misdeed_done_ = true;
    size += dice_.from(1, 60);
  } else if (is_due(ImapMisdeed::literal_long) && size != 0) {
    misdeed_done_ = true;
    size -= dice_.from(1, size);
  }
  return "{" + std::to_string(size) + "}\r\n";
}

}  // namespace sim
