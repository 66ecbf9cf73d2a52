// A turn with an audience: a Transport that shows what passes to an Observer, less what is secret.
#include <mailmote/link.hpp>

namespace mailmote {

namespace {

// A transcript gets what left, less what is secret.
void show_sent(Observer& observer, std::string_view tx, Outbox::Shown shown, std::size_t n) {
  const std::size_t before = shown.before < n ? shown.before : n;
  const std::size_t hidden = n - before < shown.hidden ? n - before : shown.hidden;
  const std::size_t after = n - before - hidden;
  observer.sent({tx.data(), before}, static_cast<std::uint32_t>(hidden));
  if (after != 0) observer.sent({tx.data() + before + hidden, after}, 0);
}

class Shown final : public Transport {
 public:
  Shown(Link& link, Transport& transport, Observer& observer)
      : link_(link), transport_(transport), observer_(observer) {}

  IoResult read(std::span<char> into) override {
    const IoResult got = transport_.read(into);
    if (moved(got, into.size())) observer_.received({into.data(), got.count});
    return got;
  }
  IoResult write(std::string_view bytes) override {
    const IoResult wrote = transport_.write(bytes);
    if (moved(wrote, bytes.size())) show_sent(observer_, bytes, link_.shown(), wrote.count);
    return wrote;
  }

 private:
  static bool moved(IoResult result, std::size_t most) {
    return result.io == Io::done && result.count != 0 && result.count <= most;
  }

  Link& link_;
  Transport& transport_;
  Observer& observer_;
};

}  // namespace

Turn turn(Link& link, Transport& transport, std::uint32_t now, Observer* observer) {
  if (observer == nullptr) return turn(link, transport, now);
  Shown shown(link, transport, *observer);
  return turn(link, shown, now);
}

}  // namespace mailmote
