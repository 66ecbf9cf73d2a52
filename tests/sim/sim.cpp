// The simulator: sessions and facades on networks with a seed.
//
//   sim                              10,000 seeds of every kind
//   sim --only KIND                  one kind: smtp-session, mailer, imap-session, mailbox
//   sim --from N --count N           other seeds
//   sim --only KIND --seed N -v      one, with its transcript: the same run, octet for octet
//
// It ends; no secret in clear, none in a transcript; no event and no octet after the end; success only where the server
// has the whole mail.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>

#include "reading.hpp"
#include "sending.hpp"

namespace {

template <class Job>
using Run = sim::Tally (*)(Job&, bool);

struct Options {
  std::uint64_t from = 1, count = 10'000;
  bool verbose = false;
};

struct Statistics {
  std::size_t runs = 0, done = 0, broken = 0;
  std::map<std::string, std::size_t> ends;
};

// What a run said, and how long it took.
template <class Job>
std::string fingerprint(const Job& job) {
  return job.network.sent_in_clear + "|" + job.network.sent_secured + "|" + std::to_string(job.network.elapsed_ms);
}

template <class Job>
void replay(Run<Job> run, std::uint64_t seed, const Job& first) {
  Job second(seed);
  run(second, false);
  sim::require(fingerprint(second) == fingerprint(first), "another run of the same seed is another");
}

template <class Job>
void run_seed(const char* name, Run<Job> run, std::uint64_t seed, bool verbose, Statistics& all) {
  Job job(seed);
  const auto n = static_cast<unsigned long long>(seed);
  if (verbose) std::printf("%s, seed %llu\n%s", name, n, job.description().c_str());
  ++all.runs;
  try {
    const sim::Tally tally = run(job, verbose);
    if (job.all_is_well)
      sim::require(tally.end == "ok" && tally.done == tally.wanted, "all is well, and not everything succeeded");
    if (seed % 64 == 0) replay(run, seed, job);
    all.done += tally.done;
    ++all.ends[tally.end];
  } catch (const sim::Broken& broken) {
    ++all.broken;
    std::printf("%s, seed %llu: %s\n%s", name, n, broken.what(), job.description().c_str());
  }
}

// How many seeds broke a promise.
template <class Job>
std::size_t run_all(const char* name, Run<Job> run, const Options& options) {
  Statistics all;
  for (std::uint64_t i = 0; i != options.count && all.broken < 10; ++i)
    run_seed(name, run, options.from + i, options.verbose, all);
  std::printf("%s: %zu runs, %zu successes;", name, all.runs, all.done);
  for (const auto& [end, n] : all.ends) std::printf(" %s %zu", end.c_str(), n);
  std::printf("\n");
  return all.broken;
}

std::uint64_t number(const char* text) { return text == nullptr ? 0 : std::strtoull(text, nullptr, 10); }

}  // namespace

int main(int argc, char** argv) {
  Options options;
  std::string only;
  for (int i = 1; i < argc; ++i) {
    const std::string option = argv[i];
    const char* value = i + 1 < argc ? argv[i + 1] : nullptr;
    if (option == "-v") {
      options.verbose = true;
      continue;
    }
    ++i;
    if (option == "--seed" && value != nullptr) {
      options.from = number(value);
      options.count = 1;
    } else if (option == "--from" && value != nullptr) {
      options.from = number(value);
    } else if (option == "--count" && value != nullptr) {
      options.count = number(value);
    } else if (option == "--only" && value != nullptr) {
      only = value;
    } else {
      std::fprintf(stderr, "sim: [--only KIND] [--seed N | --from N] [--count N] [-v]\n");
      return 64;
    }
  }
  std::size_t broken = 0;
  const auto play = [&](const char* name, auto run) {
    if (only.empty() || only == name) broken += run_all(name, run, options);
  };
  play("smtp-session", sim::run_smtp_session);
  play("mailer", sim::run_mailer);
  play("imap-session", sim::run_imap_session);
  play("mailbox", sim::run_mailbox);
  return broken == 0 ? 0 : 1;
}
