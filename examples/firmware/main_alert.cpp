// The alert from a microcontroller.
#include "alert.hpp"
#include "image.hpp"

int main() { return run_image("alert", send_alert); }
