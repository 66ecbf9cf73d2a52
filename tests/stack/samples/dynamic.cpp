namespace sample {

char dynamic(int size) {
  volatile char* const room = static_cast<volatile char*>(__builtin_alloca(static_cast<unsigned>(size)));
  room[0] = 1;
  return room[size - 1];
}

}  // namespace sample
