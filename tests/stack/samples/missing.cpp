extern "C" int somewhere_else(int);

namespace sample {

int missing() { return somewhere_else(1) + 1; }

}  // namespace sample
