// Every conversation of transcripts/smtp (*.script), at every pace. Under hostile/ the moment matters: as it is
// written.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "sweep.hpp"

TEST_CASE("transcripts") {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("transcripts/smtp")) {
    if (entry.path().extension() != ".script") continue;
    ++files;
    INFO(entry.path().string());
    std::ifstream in(entry.path());
    const std::string text(std::istreambuf_iterator<char>(in), {});
    if (entry.path().parent_path().filename() == "hostile") {
      sweep::once(text);
    } else {
      sweep::everywhere(text);
    }
  }
  CHECK(files >= 7);
}
