// What the gate must be able to follow: constructors, templates, virtual calls, pointers to functions.
#include <string.h>

namespace sample {

class Network {
 public:
  virtual int read(char* into) = 0;
};

class Quiet final : public Network {
 public:
  [[gnu::noinline]] int read(char* into) override;
};

int Quiet::read(char* into) {
  volatile char room[100];
  room[0] = *into;
  return room[0];
}

template <int Size>
class Box {
 public:
  [[gnu::noinline]] explicit Box(const char* from) { memcpy(room_, from, sizeof room_); }
  [[gnu::noinline]] int first() const volatile { return room_[0]; }

 private:
  char room_[Size];
};

int boxed(const char* from) {
  const volatile Box<200> box{from};
  return box.first();
}

int asked(Network& network_, char* into) { return network_.read(into) + 1; }
int fed(Network& source_, char* into) { return source_.read(into) + 1; }

}  // namespace sample
