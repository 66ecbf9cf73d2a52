namespace sample {

int unlisted(int (*stranger)(int)) { return stranger(1) + 1; }

}  // namespace sample
