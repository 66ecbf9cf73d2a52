// The simulator: sessions and mailers on networks with a seed.
//
//   sim                     10,000 seeds, each for a session and for a mailer
//   sim --from N --count N  others
//   sim --seed N -v         one, with its transcript: the same run, octet for octet
//
// It ends; no secret in clear, none in a transcript; no event and no octet after the end; success only where the server
// has the whole mail.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>

#include "job.hpp"

namespace {

using Run = sim::Tally (*)(sim::Job&, bool);

struct Kind {
  const char* name;
  Run run;
};

constexpr Kind kinds[] = {{"session", sim::run_session}, {"mailer", sim::run_mailer}};

struct Statistics {
  std::size_t runs = 0, delivered = 0, broken = 0;
  std::map<std::string, std::size_t> ends;
};

// What a run said, and how long it took.
std::string fingerprint(const sim::Job& job) {
  return job.network.sent_in_clear + "|" + job.network.sent_secured + "|" + std::to_string(job.network.elapsed_ms);
}

void replay(const Kind& kind, std::uint64_t seed, const sim::Job& first) {
  sim::Job second(seed);
  kind.run(second, false);
  sim::require(fingerprint(second) == fingerprint(first), "another run of the same seed is another");
}

void run(const Kind& kind, std::uint64_t seed, bool verbose, Statistics& all) {
  sim::Job job(seed);
  if (verbose)
    std::printf("%s, seed %llu\n%s", kind.name, static_cast<unsigned long long>(seed), job.description().c_str());
  ++all.runs;
  try {
    const sim::Tally tally = kind.run(job, verbose);
    if (job.all_is_well)
      sim::require(tally.end == "ok" && tally.delivered == job.mails, "all is well, and not every mail arrived");
    if (seed % 64 == 0) replay(kind, seed, job);
    all.delivered += tally.delivered;
    ++all.ends[tally.end];
  } catch (const sim::Broken& broken) {
    ++all.broken;
    std::printf("%s, seed %llu: %s\n%s", kind.name, static_cast<unsigned long long>(seed), broken.what(),
                job.description().c_str());
  }
}

std::uint64_t number(const char* text) { return text == nullptr ? 0 : std::strtoull(text, nullptr, 10); }

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t from = 1, count = 10'000;
  bool verbose = false;
  for (int i = 1; i < argc; ++i) {
    const std::string option = argv[i];
    if (option == "-v") {
      verbose = true;
    } else if (option == "--seed" && i + 1 < argc) {
      from = number(argv[++i]);
      count = 1;
    } else if (option == "--from" && i + 1 < argc) {
      from = number(argv[++i]);
    } else if (option == "--count" && i + 1 < argc) {
      count = number(argv[++i]);
    } else {
      std::fprintf(stderr, "sim: [--seed N | --from N] [--count N] [-v]\n");
      return 64;
    }
  }
  std::size_t broken = 0;
  for (const Kind& kind : kinds) {
    Statistics all;
    for (std::uint64_t seed = from; seed != from + count && all.broken < 10; ++seed) run(kind, seed, verbose, all);
    std::printf("%s: %zu runs, %zu mails delivered;", kind.name, all.runs, all.delivered);
    for (const auto& [end, n] : all.ends) std::printf(" %s %zu", end.c_str(), n);
    std::printf("\n");
    broken += all.broken;
  }
  return broken == 0 ? 0 : 1;
}
