#include <mailmote/sasl_pump.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include <mailmote/wire/base64.hpp>

using namespace mailmote;

namespace {

// One answer through an outbox of `size` octets, of which `step` leave at a time.
struct Sent {
  std::string text;
  std::size_t hidden = 0;
};

Sent pump(SaslResponse& response, std::size_t size, std::size_t step) {
  const std::unique_ptr<char[]> storage(new char[size]);
  Outbox out({storage.get(), size});
  Sent sent;
  bool done = false;
  while (!done || !out.empty()) {
    if (!done) done = put_response(out, response);
    REQUIRE((done || !out.empty()));
    const std::size_t n = std::min(step, out.ready().size());
    const Outbox::Shown shown = out.shown();
    if (n > shown.before) sent.hidden += std::min(n - shown.before, shown.hidden);
    sent.text += out.ready().substr(0, n);
    out.sent(n);
  }
  return sent;
}

std::string base64(std::string_view octets) {
  std::string text(static_cast<std::size_t>(wire::base64_length(octets.size())), '\0');
  wire::Base64Encoder encoder;
  const auto step = encoder.encode(octets, text);
  encoder.finish(std::span<char>(text).subspan(step.written));
  return text;
}

}  // namespace

TEST_CASE("a response of any length leaves whole and hidden, whatever the room") {
  for (std::size_t n = 0; n <= 13; ++n) {
    const std::string password(n, 'p');
    const Credential c{{}, "u", password};
    const std::string octets = std::string("\0u\0", 3) + password;
    for (std::size_t size = 6; size <= 40; ++size)
      for (const std::size_t step : {std::size_t{1}, std::size_t{4}, size}) {
        SaslResponse response;
        response.begin(Mechanism::plain, c);
        const Sent sent = pump(response, size, step);
        CHECK(sent.text == base64(octets) + "\r\n");
        CHECK(sent.hidden == base64(octets).size());
      }
  }
}

TEST_CASE("the answers of LOGIN go one by one") {
  const Credential c{{}, "alice", "sesame"};
  SaslResponse response;
  response.begin(Mechanism::login, c);
  CHECK(pump(response, 8, 8).text == "\r\n");
  CHECK(pump(response, 8, 8).text == base64("alice") + "\r\n");
  CHECK(pump(response, 8, 8).text == base64("sesame") + "\r\n");
  CHECK(pump(response, 8, 8).text == "\r\n");
}

TEST_CASE("without room nothing is taken from the response") {
  const Credential c{{}, "u", "p"};
  SaslResponse response;
  response.begin(Mechanism::plain, c);
  char storage[16];
  Outbox out(storage);
  out.begin();
  out.put("0123456789A");  // leaves 5
  REQUIRE(out.commit());
  CHECK_FALSE(put_response(out, response));
  CHECK(out.ready() == "0123456789A");
  out.sent(1);
  CHECK_FALSE(put_response(out, response));  // digits only: the answer has four octets
  out.sent(10);
  CHECK(put_response(out, response));
  CHECK(out.ready() == base64(std::string("\0u\0p", 4)) + "\r\n");
}
