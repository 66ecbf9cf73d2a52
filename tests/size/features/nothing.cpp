// What a program costs that uses nothing.
int main() { return 0; }
