// IMAP namers: the same names whole and in pieces; the number of a part is well formed and stays in its room.
#include <mailmote/imap/code.hpp>
#include <mailmote/imap/fetch.hpp>
#include <mailmote/imap/id.hpp>
#include <mailmote/imap/internal_date.hpp>
#include <mailmote/imap/list.hpp>
#include <mailmote/imap/name_space.hpp>
#include <mailmote/imap/search.hpp>
#include <mailmote/imap/set_reader.hpp>
#include <mailmote/imap/status.hpp>

#include "fuzz.hpp"

namespace imap = mailmote::imap;

namespace {

// "1.20.3"
bool is_section(std::string_view section) {
  char before = '.';
  for (const char c : section) {
    const bool digit = c >= '0' && c <= '9';
    if (!digit && (c != '.' || before == '.')) return false;
    if (c == '0' && before == '.') return false;
    before = c;
  }
  return section.empty() || before != '.';
}

// Every name that every namer gives, with the octets under it; pieces are joined.
class Log {
 public:
  explicit Log(std::size_t scratch) : scratch_(scratch), reader_({scratch_.data(), scratch_.size()}) {}

  void feed(std::string_view in) {
    for (const auto* e = &reader_.next(in); e->kind != imap::Kind::need_input; e = &reader_.next(in)) {
      if (e->kind == imap::Kind::failed) return;
      note(*e);
    }
  }

  std::string names;
  std::string ranges;  // of ESEARCH's sets

 private:
  template <class Number>
  void put(Number n) {
    names += std::to_string(static_cast<std::uint64_t>(n)) + ' ';
  }

  void note(const imap::Event& e) {
    if (e.kind == imap::Kind::begin) {
      depth_ = 0;
      set_ = {};
    }
    const std::size_t before = names.size();
    fetch(e);
    put(list_.read(e));
    put(list_.delimiter());
    put(status_.read(e));
    search(e);
    put(id_.read(e));
    put(name_space_.read(e));
    put(name_space_.kind());
    put(name_space_.delimiter());
    code_.read(e);
    if (within_) names.resize(before);  // they were put with the first piece
    const bool value = e.kind == imap::Kind::value;
    if (value) names.append(e.bytes);
    within_ = value && !e.last;
    if (within_) return;
    put(code_.code());
    put(code_.number(0));
    put(code_.number(1));
    names += '\n';
  }

  void fetch(const imap::Event& e) {
    using imap::Field;
    const Field field = fetch_.read(e);
    const bool value = e.kind == imap::Kind::value;
    fuzz::expect(field <= Field::part_end);
    fuzz::expect(value || field == Field::none || field == Field::part || field == Field::part_end);
    fuzz::expect(!value || (field != Field::part && field != Field::part_end));
    fuzz::expect(!within_ || field == field_);
    field_ = field;
    put(field);
    put(fetch_.item());
    if (field >= Field::from && field <= Field::bcc) {
      fuzz::expect(fetch_.address() <= imap::AddressPart::host);
      put(fetch_.address());
      put(fetch_.address_index());
    }
    if (value && e.last && !within_) whole(e.bytes);
    if (field < Field::type) return;
    part();
    if (field == Field::part) ++depth_;
    if (field == Field::part_end) --depth_;
    fuzz::expect(depth_ >= 0);
  }

  // Of the last event of a BODYSTRUCTURE.
  void part() {
    const fuzz::Heap room(192);
    const std::string section(fetch_.section({room.data(), room.size()}));
    fuzz::expect(is_section(section));
    fuzz::expect(fetch_.part_depth() < imap::Reader::max_depth);
    const fuzz::Heap exact(section.size());
    fuzz::expect(fetch_.section({exact.data(), exact.size()}) == section);
    if (!section.empty()) {
      const fuzz::Heap small(section.size() - 1);
      fuzz::expect(fetch_.section({small.data(), small.size()}).empty());
    }
    names += section + ' ';
    put(fetch_.part_depth());
    put(fetch_.is_multipart());
  }

  void search(const imap::Event& e) {
    const auto number = search_.read(e);
    const auto field = number == imap::SearchField::none ? esearch_.read(e) : number;
    put(field);
    put(esearch_.uid());
    if (field != imap::SearchField::all) return;
    std::string_view piece = e.bytes;
    while (set_.next(piece)) range();
    fuzz::expect(piece.empty());
    if (!e.last) return;
    if (set_.end()) range();
    set_ = {};
  }
  void range() {
    fuzz::expect(!set_.failed() && set_.first() != 0 && set_.first() <= set_.last());
    ranges += std::to_string(set_.first()) + ':' + std::to_string(set_.last()) + ' ';
  }

  // What takes whole values may be given any.
  static void whole(std::string_view value) {
    std::int64_t seconds = 0;
    if (imap::read_internal_date(value, seconds)) fuzz::expect(seconds > -31'000'000'000 && seconds < 254'000'000'000);
    const auto content = imap::read_content_name(value);
    if (!content.valid || content.section.empty()) return;
    fuzz::expect(content.section.data() > value.data());
    fuzz::expect(content.section.data() + content.section.size() <= value.data() + value.size());
  }

  fuzz::Heap scratch_;
  imap::Reader reader_;
  imap::Fetch fetch_;
  imap::List list_;
  imap::StatusReader status_;
  imap::Search search_;
  imap::Esearch esearch_;
  imap::Id id_;
  imap::Namespace name_space_;
  imap::CodeReader code_;
  imap::SetReader set_;
  imap::Field field_ = imap::Field::none;
  int depth_ = 0;
  bool within_ = false;
};

}  // namespace

void fuzz::run(std::string_view input) {
  Dice dice(input);
  const std::size_t scratch = dice.from(64, 96);
  Log whole(scratch), pieces(scratch);
  whole.feed(Heap(input).view());
  in_pieces(input, dice, [&](std::string_view piece) { pieces.feed(piece); });
  expect(pieces.names == whole.names);
  expect(pieces.ranges == whole.ranges);
}
