// One mail through lwIP, as most tests send it, and what became of it.
#pragma once

#include <doctest/doctest.h>

#include <mailmote/mailer.hpp>

#include <string>

#include "../sending.hpp"
#include "tcp_server.hpp"
#include "world.hpp"

namespace lwip_world {

enum class Way { blocking, stepping };

struct Mail {
  std::string spec = "{192.0.2.1:25/smtp/notls}";
  std::string from = "pump3@plant.example";
  std::string to = "ops@plant.example";
  std::string text = "Pump 3 is dry.\r\n";
  mailmote::Login login{};
  mailmote::MailerOptions options{};
};

struct Sent {
  std::string result;  // sending::told()
  mailmote::Error error;
  bool delivered = false;
};

inline void step_on(mailmote::Mailer& mailer, World& world) {
  while (mailer.step() == mailmote::Step::again) world.turn(mailer.idle() ? Pace::rest : Pace::busy);
}

inline Sent send(World& world, mailmote::Network& network, const Mail& mail, Way way = Way::stepping) {
  sending::Memory memory;
  mailmote::TextSource text(mail.text);
  const mailmote::Envelope envelope{mail.from, mail.to, &text, true};
  mailmote::Mailer mailer(network, memory.spans(), mail.options);
  if (way == Way::blocking) {
    const bool sent(mailer.send(mail.spec, mail.login, envelope));
    CHECK(sent == (mailer.error().category == mailmote::Category::none));
  } else {
    mailer.start(mail.spec, mail.login, envelope);
    step_on(mailer, world);
  }
  CHECK_FALSE(mailer.is_open());
  Sent sent;
  sent.error = mailer.error();
  sent.result = sending::told(sent.error);
  sent.error.server_text = sent.error.host = {};
  for (const mailmote::Delivery& d : mailer.deliveries()) sent.delivered = sent.delivered || d.delivered;
  return sent;
}

// A text of about so many octets, with lines of every length, dots in front, and all octets but CR and LF in between.
inline std::string some_text(std::size_t size, sim::Dice& dice) {
  std::string text;
  while (text.size() < size) {
    if (dice.once_in(5)) text += '.';
    for (std::size_t left = dice.from(0, 120); left != 0; --left) text += static_cast<char>(dice.from(14, 255));
    text += "\r\n";
  }
  return text;
}

// The mail arrived once, octet for octet.
inline void check_arrived(const Post& post, const Mail& mail) {
  const auto mails = post.mails();
  REQUIRE(mails.size() == 1);
  CHECK(mails[0].from == mail.from);
  CHECK(mails[0].to == std::vector<std::string>{mail.to});
  CHECK((mails[0].text == mail.text));  // not printed: it may be long
}

}  // namespace lwip_world
