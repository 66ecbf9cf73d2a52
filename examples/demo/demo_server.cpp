// The demonstration server alone, to play with by hand:
//
//   demo_server --port 2525 --user pump3 --password secret
//   openssl s_client -connect 127.0.0.1:2525 -starttls smtp -crlf
//
// With --imap-port it shows the mail over IMAP, too. Says on its standard output where it listens, and what arrives;
// with --print also the mail. Ends with Ctrl-C.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <stdexcept>

#include "imap_server.hpp"
#include "server.hpp"
#include "smtp_server.hpp"

namespace {

constexpr const char* usage =
    "demo_server [--port N] [--imap-port N] [--user NAME] [--password WORD] [--ssl | --clear] [--print]\n"
    "            [--certificate FILE --key FILE] [--patience SECONDS]\n"
    "A mail server on loopback that keeps what it is given until it ends: nothing leaves this machine.\n"
    "  --port       on 127.0.0.1; without it, any that is free\n"
    "  --imap-port  lets it be read there by IMAP, too; 0: any that is free\n"
    "  --user       that may log in (pump3), with --password (secret)\n"
    "  --ssl        TLS from the first octet, not by STARTTLS\n"
    "  --clear      take logins and mail without TLS, too, and mail without a login\n"
    "  --print      write each mail to the standard output\n"
    "  --patience   for each line and each handshake (60)\n"
    "Without --certificate and --key it shows tests/certs/good.pem, for which --ca tests/certs/ca.pem vouches.\n";

volatile std::sig_atomic_t interrupted = 0;

struct Settings {
  demo::Server::Options server{.identity = {MAILMOTE_CERTIFICATES "/good.pem", MAILMOTE_CERTIFICATES "/good.key"}};
  demo::Account account{"pump3", "secret"};
  std::optional<std::uint16_t> imap_port;
  demo::InClear in_clear = demo::InClear::refused;
  bool print = false;
  bool help = false;
};

std::uint16_t number(const char* text) {
  char* end = nullptr;
  const unsigned long value = std::strtoul(text, &end, 10);
  if (end == text || *end != '\0' || value > 0xFFFF)
    throw std::invalid_argument(std::string("not a number up to 65535: ") + text);
  return static_cast<std::uint16_t>(value);
}

Settings read_arguments(int count, char** arguments) {
  Settings settings;
  for (int i = 1; i < count; ++i) {
    const std::string_view option = arguments[i];
    const auto value = [&] {
      if (i + 1 == count) throw std::invalid_argument(std::string(option) + " needs a value");
      return arguments[++i];
    };
    if (option == "--port") {
      settings.server.port = number(value());
    } else if (option == "--imap-port") {
      settings.imap_port = number(value());
    } else if (option == "--user") {
      settings.account.user = value();
    } else if (option == "--password") {
      settings.account.password = value();
    } else if (option == "--certificate") {
      settings.server.identity.certificate = value();
    } else if (option == "--key") {
      settings.server.identity.key = value();
    } else if (option == "--ssl") {
      settings.server.tls = demo::TlsStart::at_once;
    } else if (option == "--clear") {
      settings.in_clear = demo::InClear::allowed;
    } else if (option == "--help" || option == "-h") {
      settings.help = true;
    } else if (option == "--patience") {
      settings.server.patience.step = std::chrono::seconds(number(value()));
    } else if (option == "--print") {
      settings.print = true;
    } else {
      throw std::invalid_argument("unknown option " + std::string(option));
    }
  }
  return settings;
}

void report(std::size_t number, const demo::Mail& mail, bool print) {
  std::printf("mail %zu, %zu octets, from <%s> to", number, mail.text.size(), mail.from.c_str());
  for (const std::string& recipient : mail.to) std::printf(" <%s>", recipient.c_str());
  std::printf("\n");
  if (print) std::fwrite(mail.text.data(), 1, mail.text.size(), stdout);
  std::fflush(stdout);
}

// What arrives, as it arrives.
void report_all(const demo::Store& store, bool print) {
  for (std::size_t seen = 0; interrupted == 0;) {
    if (!store.wait_beyond(seen, std::chrono::milliseconds(200))) continue;
    ++seen;
    report(seen, *store.mail(seen), print);
  }
}

int run(const Settings& settings) {
  if (settings.help) return std::fputs(usage, stdout) < 0 ? 74 : 0;
  demo::Store store;
  demo::Inbox inbox(store);
  const demo::Server smtp(settings.server, [&](demo::Connection& client) {
    demo::SmtpServer(client, store, settings.account, settings.in_clear).serve();
  });
  std::optional<demo::Server> imap;
  if (settings.imap_port) {
    demo::Server::Options options = settings.server;
    options.port = *settings.imap_port;
    imap.emplace(options, [&](demo::Connection& client) {
      demo::ImapServer(client, inbox, settings.account, settings.in_clear).serve();
    });
  }
  std::printf("listening on 127.0.0.1, port %u\n", smtp.port());
  if (imap) std::printf("IMAP on 127.0.0.1, port %u\n", imap->port());
  std::fflush(stdout);
  report_all(store, settings.print);
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  std::signal(SIGINT, [](int) { interrupted = 1; });
  std::signal(SIGTERM, [](int) { interrupted = 1; });
  try {
    return run(read_arguments(count, arguments));
  } catch (const std::invalid_argument& wrong) {
    std::fprintf(stderr, "demo_server: %s\n%s", wrong.what(), usage);
    return 64;
  } catch (const std::exception& wrong) {
    std::fprintf(stderr, "demo_server: %s\n", wrong.what());
    return 69;
  }
}
