// The POSIX port against real sockets on loopback, and a resolver that says what a test wants.
#include <dlfcn.h>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <netdb.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <mailmote/ports/posix.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "loopback.hpp"

using namespace mailmote;

namespace {

// A port that swallows connections: its queue is full and nobody accepts.
class BlackHole {
 public:
  BlackHole() {
    for (int& descriptor : fillers_) {
      descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
      const sockaddr_in address = loopback(listener_.port);
      ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    }
  }
  ~BlackHole() {
    for (const int descriptor : fillers_) ::close(descriptor);
  }
  BlackHole(const BlackHole&) = delete;
  BlackHole& operator=(const BlackHole&) = delete;
  std::uint16_t port() const { return listener_.port; }

 private:
  Listener listener_{0};
  std::array<int, 4> fillers_{};
};

std::uint16_t dead_port() {
  const Listener gone;
  return gone.port;
}

// The addresses of "addresses.test": these ports on 127.0.0.1, one after the other; or a failure.
std::vector<std::uint16_t> ports_of_addresses_test;
int failure_of_addresses_test = 0;

}  // namespace

// Stands in front of the system's resolver, for a name with two addresses is not to be had on loopback. glibc frees a
// list item by item, so lists can be joined.
extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints, addrinfo** list) {
  using Resolver = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
  static const Resolver resolve = reinterpret_cast<Resolver>(::dlsym(RTLD_NEXT, "getaddrinfo"));
  if (node == nullptr || std::strcmp(node, "addresses.test") != 0) return resolve(node, service, hints, list);
  for (const std::uint16_t port : ports_of_addresses_test) {
    const int code = resolve("127.0.0.1", std::to_string(port).c_str(), hints, list);
    if (code != 0) return code;
    list = &(*list)->ai_next;
  }
  return failure_of_addresses_test;
}

TEST_CASE("open, talk, and hear the end") {
  const Listener listener;
  posix::Network network;
  CHECK(network.read(std::span<char>()).io == Io::failed);
  REQUIRE(open(network, "127.0.0.1", listener.port) == Io::done);
  CHECK(network.open("127.0.0.1", listener.port) == Io::done);
  CHECK(network.fault().kind == FaultKind::none);
  Accepted peer;
  listener.accept(peer);
  CHECK(network.write("HELO\r\n").count == 6);
  std::array<char, 16> buffer{};
  peer.wait();
  CHECK(peer.read(buffer).count == 6);
  CHECK(network.read(buffer).io == Io::want_read);
  CHECK(peer.write("220 x\r\n").count == 7);
  peer.close();
  Io ended = Io::done;
  CHECK(read_all(network, ended) == "220 x\r\n");
  CHECK(ended == Io::closed);
  network.close();
  network.close();
  CHECK(network.write("x").io == Io::failed);
}

TEST_CASE("one Network opens again and again") {
  const Listener listener;
  posix::Network network;
  for (int i = 0; i < 3; ++i) {
    REQUIRE(open(network, "127.0.0.1", listener.port) == Io::done);
    network.close();
    CHECK(open(network, "127.0.0.1", dead_port()) == Io::failed);
    CHECK(network.fault().kind == FaultKind::refused);
  }
}

TEST_CASE("hosts: names, addresses, brackets") {
  const Listener listener;
  for (const std::string_view host : {"127.0.0.1", "[127.0.0.1]", "localhost"}) {
    CAPTURE(host);
    const std::vector<char> exact(host.begin(), host.end());
    posix::Network network;
    CHECK(open(network, {exact.data(), exact.size()}, listener.port) == Io::done);
  }
  const std::string too_long(256, 'a');
  for (const std::string_view host :
       {std::string_view(""), std::string_view("[]"), std::string_view("[localhost]"),
        std::string_view("local\0host", 10), std::string_view(too_long), std::string_view("nosuchhost.invalid")}) {
    CAPTURE(host);
    posix::Network network;
    CHECK(open(network, host, listener.port) == Io::failed);
    CHECK((network.fault().kind == FaultKind::unknown_host || network.fault().kind == FaultKind::resolver));
  }
}

TEST_CASE("IPv6, where this machine has it") {
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_addr = IN6ADDR_LOOPBACK_INIT;
  const int listener = ::socket(AF_INET6, SOCK_STREAM, 0);
  if (::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 && ::listen(listener, 1) == 0) {
    socklen_t size = sizeof address;
    ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
    posix::Network network;
    CHECK(open(network, "[::1]", ntohs(address.sin6_port)) == Io::done);
    std::array<char, 64> text{};
    CHECK(network.local_address(text) == "::1");
  }
  if (listener >= 0) ::close(listener);
}

TEST_CASE("what the resolver says") {
  struct Row {
    int code;
    FaultKind kind;
  };
  for (const Row& row :
       {Row{EAI_NONAME, FaultKind::unknown_host}, Row{EAI_NODATA, FaultKind::unknown_host},
        Row{EAI_AGAIN, FaultKind::resolver}, Row{EAI_FAIL, FaultKind::resolver}, Row{EAI_MEMORY, FaultKind::local}}) {
    ports_of_addresses_test.clear();
    failure_of_addresses_test = row.code;
    posix::Network network;
    CHECK(open(network, "addresses.test", 25) == Io::failed);
    CHECK(network.fault().kind == row.kind);
    CHECK(network.fault().text == ::gai_strerror(row.code));
  }
  failure_of_addresses_test = 0;
}

TEST_CASE("every address is tried") {
  const Listener listener;
  ports_of_addresses_test = {dead_port(), dead_port(), listener.port};
  posix::Network network;
  CHECK(open(network, "addresses.test", 25) == Io::done);
  CHECK(network.fault().kind == FaultKind::none);
}

TEST_CASE("an address that swallows packets gets eight seconds while others remain") {
  const BlackHole hole;
  const Listener listener;
  ports_of_addresses_test = {hole.port(), listener.port};
  posix::Socket socket;
  posix::Connector connector{socket};
  const std::uint32_t start = 0xFFFFFF00;  // the clock wraps on the way
  CHECK(connector.connect("addresses.test", 25, {}, start) == Io::want_write);
  CHECK(connector.has_attempt_limit());
  CHECK(connector.attempt_until() == start + 8000);
  CHECK(connector.connect("addresses.test", 25, {}, start + 7999) == Io::want_write);
  Io io = connector.connect("addresses.test", 25, {}, start + 8000);
  if (io == Io::want_write) io = connector.connect("addresses.test", 25, {}, start + 8001);
  CHECK(io == Io::done);
}

TEST_CASE("the time of an attempt is a fair share, and every one of fifteen silent addresses is tried in 30 s") {
  using posix::Connector;
  CHECK(Connector::attempt_limit(0) == 8000);
  CHECK(Connector::attempt_limit(1) == 8000);
  CHECK(Connector::attempt_limit(3) == 8000);
  CHECK(Connector::attempt_limit(4) == 6000);
  CHECK(Connector::attempt_limit(5) == 4800);
  CHECK(Connector::attempt_limit(12) == 2000);
  CHECK(Connector::attempt_limit(13) == 2000);
  CHECK(Connector::attempt_limit(4'000'000'000) == 2000);
  for (std::uint32_t n = 1; n <= 15; ++n) CHECK((n - 1) * Connector::attempt_limit(n) <= 28'000);
}

TEST_CASE("five silent addresses leave time for the sixth") {
  const BlackHole hole;
  const Listener listener;
  ports_of_addresses_test = std::vector<std::uint16_t>(5, hole.port());
  ports_of_addresses_test.push_back(listener.port);
  posix::Socket socket;
  posix::Connector connector{socket};
  Io io = Io::want_write;
  std::uint32_t now = 0;
  for (; now < 30'000 && io == Io::want_write; now += 500) io = connector.connect("addresses.test", 25, {}, now);
  CHECK(io == Io::done);
  CHECK(now <= 22'000);
}

TEST_CASE("what an errno means") {
  struct Row {
    int error;
    FaultKind kind;
  };
  for (const Row& row : {Row{ECONNREFUSED, FaultKind::refused}, Row{EHOSTUNREACH, FaultKind::unreachable},
                         Row{EACCES, FaultKind::unreachable}, Row{EPERM, FaultKind::unreachable},
                         Row{EHOSTDOWN, FaultKind::unreachable}, Row{ENETRESET, FaultKind::unreachable},
                         Row{ETIMEDOUT, FaultKind::connect_timeout}, Row{ECONNRESET, FaultKind::reset},
                         Row{EPIPE, FaultKind::reset}, Row{EMFILE, FaultKind::local}, Row{ENOBUFS, FaultKind::local}}) {
    CAPTURE(row.error);
    CHECK(posix::fault_of(row.error) == row.kind);
  }
}

TEST_CASE("the last address has no limit of its own, and of all failures the most telling is told") {
  const BlackHole hole;
  ports_of_addresses_test = {dead_port(), hole.port()};
  posix::Socket socket;
  posix::Connector connector{socket};
  Io io = Io::want_write;
  for (std::uint32_t now = 0; now < 100 && io == Io::want_write && !(now > 0 && !connector.has_attempt_limit()); ++now)
    io = connector.connect("addresses.test", 25, {}, now);
  CHECK(connector.connect("addresses.test", 25, {}, 1'000'000) == Io::want_write);
  CHECK_FALSE(connector.has_attempt_limit());
  CHECK(connector.fault().kind == FaultKind::refused);
}

TEST_CASE("a later timeout does not hide that somebody refused") {
  const BlackHole hole;
  ports_of_addresses_test = {dead_port(), hole.port(), hole.port()};
  posix::Socket socket;
  posix::Connector connector{socket};
  Io io = Io::want_write;
  for (std::uint32_t now = 0; now <= 18'000 && io == Io::want_write; now += 6000)
    io = connector.connect("addresses.test", 25, {}, now);
  CHECK(io == Io::want_write);
  CHECK_FALSE(connector.has_attempt_limit());
  CHECK(connector.fault().kind == FaultKind::refused);
}

TEST_CASE("a host can be sent elsewhere") {
  const Listener listener;
  const posix::Resolve entries[] = {{"mail.plant.example", "127.0.0.1"}, {"other.example", "[127.0.0.1]"}};
  posix::Network network{{.resolve = entries}};
  CHECK(open(network, "Mail.Plant.Example", listener.port) == Io::done);
  network.close();
  CHECK(open(network, "other.example", listener.port) == Io::done);
}

TEST_CASE("a peer that resets is told apart from one that ends, and raises no signal") {
  const Listener listener;
  posix::Network network;
  REQUIRE(open(network, "127.0.0.1", listener.port) == Io::done);
  Accepted peer;
  listener.accept(peer);
  peer.reset();
  network.wait(Interest::read, network.now() + 1000);
  std::array<char, 8> buffer{};
  CHECK(network.read(buffer).io == Io::failed);
  CHECK(network.fault().kind == FaultKind::reset);
  CHECK(network.write("x").io == Io::failed);
  CHECK(network.write("x").io == Io::failed);
  CHECK(network.fault().kind == FaultKind::reset);
}

TEST_CASE("a full send buffer asks for patience") {
  const Listener listener;
  posix::Network network;
  REQUIRE(open(network, "127.0.0.1", listener.port) == Io::done);
  const std::string much(1 << 20, 'x');
  IoResult result{Io::done, 0};
  for (int i = 0; i < 1000 && result.io == Io::done; ++i) result = network.write(much);
  CHECK(result.io == Io::want_write);
  CHECK(result.count == 0);
}

TEST_CASE("our own address, as text") {
  const Listener listener;
  posix::Network network;
  std::array<char, 64> text{};
  CHECK(network.local_address(text).empty());
  REQUIRE(open(network, "127.0.0.1", listener.port) == Io::done);
  CHECK(network.local_address(text) == "127.0.0.1");
  CHECK(network.local_address(std::span(text).first(10)) == "127.0.0.1");
  CHECK(network.local_address(std::span(text).first(9)).empty());
  CHECK(network.local_address(std::span(text).first(0)).empty());
}

TEST_CASE("waiting ends with octets, with time, or with a signal") {
  const Listener listener;
  posix::Network network;
  REQUIRE(open(network, "127.0.0.1", listener.port) == Io::done);
  Accepted peer;
  listener.accept(peer);

  std::uint32_t start = network.now();
  network.wait(Interest::read, start + 30);
  CHECK(network.now() - start >= 29);
  network.wait(Interest::none, start);
  network.wait(Interest::write, network.now() + 60'000);
  peer.write("x");
  network.wait(Interest::read, network.now() + 60'000);

  std::signal(SIGALRM, [](int) {});
  const itimerval soon{{0, 30'000}, {0, 30'000}};
  ::setitimer(ITIMER_REAL, &soon, nullptr);
  start = network.now();
  network.wait(Interest::none, start + 60'000);
  CHECK(network.now() - start < 30'000);
  const itimerval never{};
  ::setitimer(ITIMER_REAL, &never, nullptr);

  std::array<char, 8> buffer{};
  REQUIRE(network.read(buffer).count == 1);
  peer.reset();
  network.wait(Interest::read, network.now() + 1000);
  start = network.now();
  network.wait(Interest::none, start + 30);  // a hang-up is no reason to wake for one who does not read
  CHECK(network.now() - start >= 29);
}

TEST_CASE("clocks and chance") {
  posix::Network network;
  const std::uint32_t now = network.now();
  CHECK(network.now() - now < 1000);
  CHECK(network.wall_clock() >= Network::clock_floor);
  std::vector<char> a(1000);
  std::vector<char> b(1000);
  CHECK(network.random(a));
  CHECK(network.random(b));
  CHECK(a != b);
  CHECK(std::count(a.begin() + 900, a.end(), '\0') < 20);
  CHECK(network.random({}));
}

TEST_CASE("sockets are closed on exec") {
  posix::Socket socket;
  REQUIRE(socket.create(AF_INET));
  CHECK((::fcntl(socket.descriptor(), F_GETFD) & FD_CLOEXEC) != 0);
  CHECK((::fcntl(socket.descriptor(), F_GETFL) & O_NONBLOCK) != 0);
  CHECK_FALSE(socket.create(-1));
  CHECK_FALSE(socket.is_open());
}

TEST_CASE("explain writes to standard error and gives the exit code") {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const int saved = ::dup(STDERR_FILENO);
  ::dup2(ends[1], STDERR_FILENO);
  Error error;
  error.stage = Stage::connect;
  error.category = Category::network;
  error.fault = FaultKind::refused;
  error.host = "mail.example";
  error.port = 587;
  const int code = posix::explain(error);
  ::dup2(saved, STDERR_FILENO);
  ::close(saved);
  ::close(ends[1]);
  std::array<char, 1024> buffer{};
  const ssize_t n = ::read(ends[0], buffer.data(), buffer.size());
  ::close(ends[0]);
  REQUIRE(n > 0);
  const std::string_view text(buffer.data(), static_cast<std::size_t>(n));
  CHECK(code == exit_code(error));
  CHECK(text.find("mail.example") != std::string_view::npos);
  CHECK(text.back() == '\n');
}
