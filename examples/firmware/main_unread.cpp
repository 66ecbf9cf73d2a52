// What is unread, on a microcontroller.
#include "image.hpp"
#include "unread.hpp"

int main() { return run_image("reading", read_unread); }
