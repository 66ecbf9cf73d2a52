// Writes a mail with an attachment for a measurement, room by room.
//
//   mime_write [ROOM [KILOBYTES]]
//
//   valgrind --tool=callgrind --toggle-collect='*measure*' tests/bench/mime_write 512
//
// The default is a room of 16 KB and an attachment of 1024 KB, in base64.
#include <mailmote/mime/writer.hpp>

#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

// It costs next to nothing, so that the writer is measured alone: what stands in the room is what it gives.
class Anything final : public mailmote::Source {
 public:
  explicit Anything(std::size_t size) : size_(size), left_(size) {}

  mailmote::IoResult read(std::span<char> into) override {
    if (left_ == 0) return {mailmote::Io::closed, 0};
    const std::size_t n = into.size() < left_ ? into.size() : left_;
    left_ -= n;
    return {mailmote::Io::done, static_cast<std::uint32_t>(n)};
  }
  std::optional<std::uint64_t> size() const override { return size_; }

 private:
  std::size_t size_, left_;
};

struct Counts {
  unsigned long reads = 0;
  unsigned long long octets = 0;
};

__attribute__((noinline)) Counts measure(mailmote::mime::Writer& writer, std::span<char> room) {
  Counts counts;
  for (mailmote::IoResult got = writer.read(room); got.io == mailmote::Io::done; got = writer.read(room)) {
    ++counts.reads;
    counts.octets += got.count;
  }
  return counts;
}

}  // namespace

int main(int argc, char** argv) {
  const auto number = [&](int at, long otherwise) {
    return static_cast<std::size_t>(argc > at ? std::atol(argv[at]) : otherwise);
  };
  std::vector<char> room(number(1, 16 * 1024));
  const std::size_t size = number(2, 1024) * 1024;
  if (room.empty()) return 64;
  Anything octets(size);
  mailmote::Message message;
  message.from = "pump3@plant.example";
  message.to = "ops@plant.example";
  message.attachment.name = "log.bin";
  message.attachment.content = &octets;
  mailmote::mime::Writer writer(message, {.wall_clock = 1700000000});
  const std::uint64_t told = writer.size().value_or(0);
  const Counts counts = measure(writer, room);
  std::printf("%zu octets: %lu reads, %llu octets of mail\n", size, counts.reads, counts.octets);
  return counts.octets == told ? 0 : 1;
}
