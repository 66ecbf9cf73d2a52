"""What the firmware's tests are made of: a guest in QEMU, its Ethernet, a mail server on this machine."""
