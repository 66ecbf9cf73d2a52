// Alerts that may come as a storm: each line of standard input is one, and yet there is one mail in ten minutes. Mails
// of one incident stand together in the reader's mail program, and say how many alerts there were meanwhile.
#include <poll.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <mailmote/alert_limiter.hpp>
#include <mailmote/mailer.hpp>
#include <mailmote/ports/posix.hpp>

namespace {

constexpr std::uint32_t ten_minutes = 600'000;
constexpr int minute = 60'000;

mailmote::posix::Network network;
mailmote::MailerStorage<1024> memory;
mailmote::Mailer mailer{network, memory};

bool send(std::string_view incident, std::string_view text, unsigned long held) {
  char words[320];
  std::snprintf(words, sizeof words, "%.*s\n%lu more since the last mail.\n", static_cast<int>(text.size()),
                text.data(), held);
  mailmote::Message alert;
  alert.from = "Pump 3 <pump3@plant.example>";
  alert.to = "ops@plant.example";
  alert.subject = "Pump 3";
  alert.text = words;
  alert.incident = incident;
  const mailmote::Login login{"pump3", std::getenv("PUMP3_PASSWORD")};
  const auto sent = mailer.send("{smtp.plant.example/submit/tls}", login, alert);
  if (!sent) mailmote::posix::explain(sent.error());
  return static_cast<bool>(sent);
}

mailmote::AlertLimiterStorage<8> records;  // eight incidents at a time
mailmote::AlertLimiter limiter{records, ten_minutes};

void raise(std::string_view incident, std::string_view text) {
  const auto [now, held] = limiter.alert(incident, network.now());
  if (now && !send(incident, text, held)) limiter.not_sent(incident, held);
}

void once_a_minute() {  // what was held, and no alert followed that could have told
  while (const auto due = limiter.digest(network.now())) {
    if (send(due->incident, "All is quiet again.", due->held)) continue;
    return limiter.not_sent(due->incident, due->held - 1);
  }
}

}  // namespace

int main() {
  for (;;) {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    char line[256];  // a terminal or a pipe gives a line at a time
    const bool alert = ::poll(&input, 1, minute) > 0;
    const auto n = alert ? ::read(input.fd, line, sizeof line) : 0;
    if (alert && n <= 0) return 0;
    if (alert) raise("pump3/pressure", {line, static_cast<std::size_t>(n)});
    once_a_minute();
  }
}
