namespace sample {

int other(int depth);

int deep(int depth) { return depth == 0 ? 0 : other(depth - 1) + 1; }
int other(int depth) { return depth == 0 ? 0 : deep(depth - 1) * 2 + 1; }

}  // namespace sample
