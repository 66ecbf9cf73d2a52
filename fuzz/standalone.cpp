// Runs a harness without libFuzzer, under any compiler: over every file of the folders named, every beginning of it,
// and the file with each single octet left out. Fails if there was no file at all.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr std::size_t max_varied = 2048;  // larger seeds run as they are only: the variants take quadratic time

std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void run(std::string_view octets) {
  const std::vector<std::uint8_t> copy(octets.begin(), octets.end());  // exact: the sanitizer sees a step too far
  LLVMFuzzerTestOneInput(copy.data(), copy.size());
}

void run_variants(const std::string& seed) {
  run(seed);
  if (seed.size() > max_varied) return;
  for (std::size_t i = 0; i < seed.size(); ++i) {
    run(std::string_view(seed).substr(0, i));
    run(std::string(seed).erase(i, 1));
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::filesystem::path> seeds;
  for (int i = 1; i < argc; ++i)
    for (const auto& entry : std::filesystem::directory_iterator(argv[i]))
      if (entry.is_regular_file()) seeds.push_back(entry.path());
  std::sort(seeds.begin(), seeds.end());
  for (const auto& seed : seeds) {
    std::printf("%s\n", seed.c_str());
    std::fflush(stdout);
    run_variants(contents(seed));
  }
  if (seeds.empty()) std::fprintf(stderr, "no seeds\n");
  return seeds.empty() ? 1 : 0;
}
