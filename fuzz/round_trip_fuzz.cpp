// A message of any texts, written by the writer and read by the reader: everything that went in comes back, in its
// order, and the reader finds no flaw.
#include <mailmote/mime/address_list.hpp>
#include <mailmote/mime/parameters.hpp>
#include <mailmote/mime/reader.hpp>
#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/encoded_word.hpp>
#include <mailmote/wire/utf8.hpp>

#include <map>
#include <vector>

#include "mail.hpp"

using namespace mailmote;
using fuzz::expect;
using fuzz::Heap;

namespace {

struct ReadPart {
  std::map<std::string, std::string> headers;
  std::string content;  // of a leaf
};

// What the reader makes of a mail.
class Reading {
 public:
  explicit Reading(std::string_view mail, fuzz::Dice& dice) {
    fuzz::in_pieces(mail, dice, [this](std::string_view piece) {
      for (const mime::Event* e = &reader_.next(piece); e->kind != mime::Kind::need_input; e = &reader_.next(piece))
        take(*e);
    });
    const mime::Event* e = &reader_.finish();
    for (; !mime::is_over(e->kind); e = &reader_.finish()) take(*e);
    expect(e->kind == mime::Kind::end && open_.empty());
  }

  std::map<std::string, std::string> head;  // of the message itself
  std::vector<ReadPart> leaves;

 private:
  void take(const mime::Event& e) {
    switch (e.kind) {
      case mime::Kind::part: open_.emplace_back(); break;
      case mime::Kind::name: name_ = e.bytes; break;
      case mime::Kind::value: open_.back().headers[name_] += e.bytes; break;
      case mime::Kind::header_end:
        expect(e.flaw == mime::Flaw::none && e.encoding != mime::Encoding::unknown);
        expect(e.content != mime::Content::message);
        if (open_.size() == 1) head = open_.back().headers;
        break;
      case mime::Kind::body: open_.back().content += e.bytes; break;
      case mime::Kind::part_end:
        expect(e.flaw == mime::Flaw::none);
        if (e.content == mime::Content::leaf) leaves.push_back(open_.back());
        open_.pop_back();
        break;
      default: expect(false);  // nothing stands between the parts, and no line of a header is stray
    }
  }

  char scratch_[1024];
  mime::Reader reader_{scratch_};
  std::vector<ReadPart> open_;
  std::string name_;
};

std::string lines_of(std::string_view text) {
  std::string all;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r' && text[i] != '\n')
      all += text[i];
    else if (text[i] != '\n' || i == 0 || text[i - 1] != '\r')
      all += "\r\n";
  }
  return all.empty() || all.ends_with("\r\n") ? all : all + "\r\n";
}

std::vector<std::string> paths_in(std::string_view meant) {
  std::vector<std::string> paths;
  mime::AddressReader list(meant);
  for (mime::Address a = list.next(); a.kind == mime::Address::Kind::mailbox; a = list.next())
    paths.emplace_back(a.path);
  return paths;
}

void expect_addresses(Reading& read, const char* name, std::string_view meant) {
  const std::string& value = read.head[name];
  const Heap room(value.size() * 3 + 1000);
  mime::AddressListReader list(value, {room.data(), room.size()});
  std::vector<std::string> paths;
  for (auto a = list.next(); a.kind != mime::ListedAddress::Kind::end; a = list.next()) {
    expect(a.kind == mime::ListedAddress::Kind::mailbox && !a.in_group);
    paths.emplace_back(a.path);
  }
  expect(paths == paths_in(meant));
}

void expect_text(Reading& read, std::string_view name, std::string_view meant) {
  if (!wire::is_utf8(meant)) return;
  const std::string& value = read.head[std::string(name)];
  const Heap room(value.size() * 3 + 100);
  const wire::DecodedText back = wire::decode_words(value, {room.data(), room.size()});
  expect(!back.cut && back.text == meant);
}

// The ids of a list, each with its angle brackets.
std::vector<std::string> ids_in(std::string_view list) {
  std::vector<std::string> ids;
  bool inside = false;
  for (const char c : list) {
    const bool begins = !inside && !wire::is_blank(c) && c != '>';
    if (begins) ids.emplace_back("<");
    inside = (inside || begins) && !wire::is_blank(c) && c != '>';
    if (inside && c == '<' && ids.back().size() > 1) ids.emplace_back("<");  // "a@b<c@d"
    if (inside && c != '<') ids.back() += c;
  }
  for (std::string& id : ids) id += '>';
  return ids;
}

void expect_thread(Reading& read, const Message& m) {
  std::vector<std::string> before = ids_in(m.references.empty() ? m.in_reply_to : m.references);
  std::vector<std::string> got = ids_in(read.head["References"]);
  if (!m.incident.empty()) {
    expect(!got.empty() && got.front().starts_with("<incident."));
    got.erase(got.begin());
  }
  expect(got == before);
  if (!m.in_reply_to.empty()) expect(ids_in(read.head["In-Reply-To"]) == ids_in(m.in_reply_to));
}

void expect_part(const ReadPart& part, const Attachment& meant, std::string_view content) {
  const bool text = meant.encoding == Attachment::Encoding::quoted_printable;
  expect(part.content == (text ? lines_of(content) : content));
  const mime::Parameters type(part.headers.at("Content-Type"));
  const mime::Parameters disposition(part.headers.at("Content-Disposition"));
  expect(std::string(type.type()) + "/" + std::string(type.subtype()) == meant.type);
  const Heap room(meant.name.size() * 3 + 10);
  const mime::ParameterValue name = mime::file_name(disposition, type, {room.data(), room.size()});
  const bool control = std::any_of(meant.name.begin(), meant.name.end(), wire::is_control);
  if (wire::is_utf8(meant.name) && !control) expect(name.text == meant.name);
  if (meant.content_id.empty()) return expect(!part.headers.contains("Content-ID"));
  expect(part.headers.at("Content-ID") == "<" + std::string(meant.content_id) + ">");
}

void expect_leaves(const Reading& read, const fuzz::Mail& mail) {
  const Message& m = mail.m;
  std::size_t leaf = 0;
  const auto next = [&]() -> const ReadPart& {
    expect(leaf < read.leaves.size());
    return read.leaves[leaf++];
  };
  if (!m.text.empty() || m.html.empty()) expect(next().content == lines_of(m.text));
  if (!m.html.empty()) expect(next().content == lines_of(m.html));
  if (!m.related.empty()) expect_part(next(), mail.inner, mail.image.view());
  if (m.attachment.content != nullptr) expect_part(next(), m.attachment, mail.content.view());
  if (!m.attachments.empty()) expect_part(next(), mail.second, mail.last.view());
  expect(leaf == read.leaves.size());
}

}  // namespace

void fuzz::run(std::string_view input) {
  Mail mail(input);
  mail.compose();
  const Message& m = mail.m;
  if (mime::check(m)) return;
  mime::WriterSettings settings;
  settings.eight_bit = mail.dice.from(0, 1) == 0;
  mime::Writer writer(m, settings);
  const std::string octets = read_all(writer, 1000, mail.dice);

  Reading read(octets, mail.dice);
  expect_addresses(read, "From", m.from);
  expect_addresses(read, "To", m.to);
  expect_addresses(read, "Cc", m.cc);
  expect_addresses(read, "Reply-To", m.reply_to);
  expect_text(read, "Subject", m.subject);
  if (!m.headers.empty()) expect_text(read, mail.own.name, mail.own.value);
  expect_thread(read, m);
  expect_leaves(read, mail);
}
