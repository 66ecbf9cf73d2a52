// A message read piece by piece: fields by name, sections, bodies to somebody.
#include <mailmote/mime/reader.hpp>

#include "outside.hpp"

namespace state {
outside::Static<mailmote::mime::Reader> reader;
}
namespace buffers {
char scratch[512];
}

namespace {

namespace mime = mailmote::mime;

// False: the message is over.
bool use(const mime::Event& event) {
  outside::keep(event);
  return !mime::is_over(event.kind);
}

}  // namespace

int main() {
  mime::Reader& reader = state::reader.make(buffers::scratch);
  while (outside::chance()) {
    std::string_view in = outside::words();
    for (const auto* e = &reader.next(in); e->kind != mime::Kind::need_input; e = &reader.next(in))
      if (!use(*e)) return 1;
  }
  while (use(reader.finish())) continue;
  return 0;
}
