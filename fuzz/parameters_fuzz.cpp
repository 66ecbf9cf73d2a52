// Parameters of a field: whatever it is, each comes in order, and what is asked for is UTF-8 and lies in the room.
#include <mailmote/mime/parameters.hpp>
#include <mailmote/wire/ascii.hpp>
#include <mailmote/wire/utf8.hpp>

#include "fuzz.hpp"

using namespace mailmote;
using fuzz::expect;
using mime::Parameter;
using mime::Parameters;
using mime::ParameterValue;

namespace {

void expect_within(std::string_view part, std::string_view whole) {
  if (part.empty()) return;
  expect(part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void expect_text(std::string_view text) {
  expect(wire::is_utf8(text));
  for (const char c : text) expect(!wire::is_control(c));
}

// Much room and little room say the same, up to the cut.
void expect_alike(const Parameters& parameters, std::string_view name, const fuzz::Heap& much,
                  const fuzz::Heap& little) {
  const ParameterValue all = parameters.get(name, {much.data(), much.size()});
  const ParameterValue some = parameters.get(name, {little.data(), little.size()});
  expect_text(all.text);
  expect_text(some.text);
  expect_within(all.text, much.view());
  expect(!all.cut && some.found == all.found && some.defective == all.defective);
  expect(all.text.starts_with(some.text) && some.cut == (some.text.size() < all.text.size()));
  expect(all.found || (all.text.empty() && !all.malformed && !all.unknown_charset));
}

}  // namespace

void fuzz::run(std::string_view input) {
  Dice dice(input);
  const Heap copy(input);
  const Heap much(3 * input.size());
  const Heap little(dice.from(0, 20));
  const Parameters parameters(copy.view());
  expect_within(parameters.type(), copy.view());
  expect_within(parameters.subtype(), copy.view());

  Parameter p;
  std::size_t at = 0, before = 0, count = 0;
  for (; parameters.next(at, p); before = at) {
    expect(at > before && at <= input.size() && ++count <= input.size());
    expect(!p.raw.empty() && (p.malformed || !p.name.empty()));
    expect_within(p.raw, copy.view());
    expect_within(p.name, p.raw);
    expect_within(p.value, copy.view());
    if (count <= 20 && !p.name.empty()) expect_alike(parameters, p.name, much, little);
  }
  const std::size_t end = at;
  expect(!parameters.next(at, p) && at == end);
  for (const char* name : {"charset", "name", "filename"}) expect_alike(parameters, name, much, little);
  const Parameters none("attachment");
  const ParameterValue file = mime::file_name(none, parameters, {much.data(), much.size()});
  expect_text(file.text);
}
