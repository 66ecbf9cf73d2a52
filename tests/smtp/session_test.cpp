// Greeting, EHLO, STARTTLS and the mail itself. Logins: session_login_test. Time and limits: session_limits_test.
#include "sweep.hpp"

using sweep::everywhere;
using sweep::once;

namespace {

// TLS from the start, EHLO answered with `extensions` lines, then the rest.
std::string secured(const std::string& extensions, const std::string& rest) {
  return "set start secured\nS: 220 mx.example.org ESMTP\nC: EHLO pump.example\n" + extensions + "= ready\n" + rest;
}

const std::string plain_hello = "S: 250 mx.example.org\n";
const std::string pipelining = "S: 250-mx.example.org\nS: 250-PIPELINING\nS: 250-SIZE 1000000\nS: 250 8BITMIME\n";

}  // namespace

TEST_CASE("RFC 5321 D.1: one mail to three, one of them refused") {
  everywhere(R"(
    set start secured
    S: 220 foo.com Simple Mail Transfer Service Ready
    C: EHLO pump.example
    S: 250-foo.com greets bar.com
    S: 250-8BITMIME
    S: 250-SIZE
    S: 250-DSN
    S: 250 HELP
    = ready
    ! mail Smith@bar.com
    = mail 250
    ! rcpt Jones@foo.com
    = rcpt 0 250
    ! rcpt Green@foo.com
    = rcpt 1 550
    ! rcpt Brown@foo.com
    = rcpt 2 250
    ! data
    = data 354
    ! text Blah blah blah...\r\n...etc. etc. etc.\r\n
    ! end
    = body 250
    ! quit
    = closed
    C: MAIL FROM:<Smith@bar.com>
    S: 250 OK
    C: RCPT TO:<Jones@foo.com>
    S: 250 OK
    C: RCPT TO:<Green@foo.com>
    S: 550 No such user here
    C: RCPT TO:<Brown@foo.com>
    S: 250 OK
    C: DATA
    S: 354 Start mail input; end with <CRLF>.<CRLF>
    C: Blah blah blah...
    C: ....etc. etc. etc.
    C: .
    S: 250 OK
    C: QUIT
    S: 221 foo.com Service closing transmission channel
  )");
}

TEST_CASE("greetings: several lines, no text, not now, not here") {
  everywhere("set start secured\nS: 220-mx Exim\nS: 220-no spam\nS: 220 please\nC: EHLO pump.example\nS: 250\n= ready");
  everywhere("set start secured\nS: 220\nC: EHLO pump.example\nS: 250 mx\n= ready");
  everywhere("S: 421 mx too busy\n= failed rejected greeting 421");
  everywhere("S: 554 5.3.2 no service here\n= failed rejected greeting 554 none 5.3.2 | 5.3.2 no service here");
  everywhere("S: 250 mx\n= failed protocol greeting 250");
  everywhere("S: 354 mx\n= failed protocol greeting 354");
}

TEST_CASE("a greeting of another service says which") {
  everywhere("S: * OK IMAP4rev1 Service Ready\n= failed protocol greeting 0 use_imap");
  everywhere("S: +OK POP3 ready\n= failed protocol greeting 0 use_pop3");
  everywhere("S~ \\x15\\x03\\x01\\0\\x02\\x02\\x46\n= failed protocol greeting 0 use_ssl");
  everywhere("S~ \\x16\\x03\\x01\n= failed protocol greeting 0 use_ssl");
  everywhere("S: HTTP/1.1 400 Bad Request\n= failed protocol greeting 0 none | HTTP/1.1 400 Bad Request");
  everywhere("S~ 220 bare line feed\\n\n= failed protocol greeting 0");
}

TEST_CASE("octets that begin a TLS record are text where they do not begin the greeting") {
  everywhere(
      "set start secured\nS: 220-a\\x16b\nS: 220 \\x15\nC: EHLO pump.example\nS: 250 \\x16\n= ready\n"
      "! quit\nC: QUIT\nS: 221 \\x15\n= closed");
}

TEST_CASE("HELO where EHLO is refused and nothing that is required gets lost") {
  everywhere(secured("S: 502 what?\nC: HELO pump.example\nS: 250-mx\nS: 250 PIPELINING\n",
                     "! mail a@b.example size=10 8bit\nC: MAIL FROM:<a@b.example>\nS: 250 ok\n= mail 250"));
  everywhere(
      "set upgrade never\nS: 220 mx\nC: EHLO pump.example\nS: 500 5.5.1 what?\nC: HELO pump.example\nS: 250 mx\n= "
      "ready");
  everywhere("set start secured\nset hello plain\nS: 220 mx\nC: HELO pump.example\nS: 250 mx\n= ready");
  everywhere(
      "set start secured\nS: 220 mx\nC: EHLO pump.example\nS: 502 no\nC: HELO pump.example\nS: 550 no\n"
      "= failed rejected capability 550");
}

TEST_CASE("no HELO past a TLS requirement, and nothing else either") {
  for (const char* code : {"500", "502", "504", "550", "554"})
    everywhere("S: 220 mx\nC: EHLO pump.example\nS: " + std::string(code) + " no\n= failed policy tls " + code +
               " starttls_not_offered");
  everywhere(
      "S: 220 mx\nC: EHLO pump.example\nS: 250-mx\nS: 250 AUTH PLAIN\n= failed policy tls 0 starttls_not_offered");
  everywhere("set hello plain\nS: 220 mx\nC: HELO pump.example\nS: 250 mx STARTTLS\n= failed policy tls 0");
  everywhere("S: 220 mx\nC: EHLO pump.example\nS: 450 later\n= failed rejected capability 450");
  everywhere("S: 220 mx\nC: EHLO pump.example\nS: 354 go\n= failed protocol capability 354");
  everywhere("S: 220 mx\nC: EHLO pump.example\nS: 220 what\n= failed protocol capability 220");
}

TEST_CASE("STARTTLS: what was learnt in clear is forgotten") {
  const auto o = everywhere(R"(
    S: 220 mx
    C: EHLO pump.example
    S: 250-mx
    S: 250-PIPELINING
    S: 250-SIZE 5
    S: 250-8BITMIME
    S: 250 STARTTLS
    C: STARTTLS
    S: 220 2.0.0 go
    TLS
    C: EHLO pump.example
    S: 250 mx
    = ready
    ! mail a@b.example size=100 8bit
    C: MAIL FROM:<a@b.example>
    S: 250 ok
    = mail 250
  )");
  CHECK(o.in_clear == "EHLO pump.example\r\nSTARTTLS\r\n");
}

TEST_CASE("STARTTLS again under TLS is not asked for, and HELO is none where EHLO works again") {
  everywhere(
      "S: 220 mx\nC: EHLO pump.example\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nTLS\nC: EHLO pump.example\n"
      "S: 250-mx\nS: 250 STARTTLS\n= ready");
  everywhere(
      "S: 220 mx\nC: EHLO pump.example\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nTLS\nC: EHLO pump.example\n"
      "S: 500 what\nC: HELO pump.example\nS: 250 mx\n= ready");
}

TEST_CASE("STARTTLS refused") {
  const std::string to_starttls = "S: 220 mx\nC: EHLO pump.example\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\n";
  everywhere(to_starttls + "S: 454 4.7.0 TLS not available\n= failed policy tls 454 starttls_not_offered 4.7.0");
  everywhere(to_starttls + "S: 502 5.5.1 what\n= failed policy tls 502 starttls_not_offered");
  everywhere(to_starttls + "S: 250 ok\n= failed protocol tls 250");
  everywhere(to_starttls + "S: 334 more\n= failed protocol tls 334");
  everywhere(to_starttls + "S: 421 closing\n= failed rejected tls 421");
}

TEST_CASE("octets behind the answer to STARTTLS are an attack, whole or not") {
  const std::string to_tls = "S: 220 mx\nC: EHLO pump.example\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\n";
  for (const char* injected : {"250 AUTH PLAIN\\r\\n", "2", "\\r\\n", "421 bye\\r\\n", "\\x16"})
    once(to_tls + "S~ 220 go\\r\\n" + injected + "\n= failed protocol tls 0 tampered_starttls");
  // Both answers at once: the one to STARTTLS came before the question.
  once(
      "S: 220 mx\nC: EHLO pump.example\nS~ 250-mx\\r\\n250 STARTTLS\\r\\n220 go\\r\\n\n"
      "= failed protocol tls 220");
}

TEST_CASE("clear text because the user wrote so") {
  everywhere(
      "set upgrade never\nS: 220 mx\nC: EHLO pump.example\nS: 250-mx\nS: 250 STARTTLS\n= ready\n! quit\nC: QUIT\n"
      "S: 221 bye\n= closed");
}

TEST_CASE("a whole envelope leaves at once where the server pipelines, and replies come in order") {
  const auto o = everywhere(secured(pipelining, R"(
    ! mail a@b.example size=5 8bit
    ! rcpt one@b.example
    ! rcpt two@b.example
    ! rcpt three@b.example
    ! data
    = mail 250 2.1.0
    = rcpt 0 250
    = rcpt 1 550 5.1.1 | 5.1.1 nobody Really.
    = rcpt 2 451
    = data 354
    ! text hello
    ! end
    ! quit
    = body 250 2.0.0 | 2.0.0 queued as 17
    = closed
    C: MAIL FROM:<a@b.example> SIZE=5 BODY=8BITMIME
    C: RCPT TO:<one@b.example>
    C: RCPT TO:<two@b.example>
    C: RCPT TO:<three@b.example>
    C: DATA
    S: 250 2.1.0 ok
    S: 250 ok
    S: 550-5.1.1 nobody
    S: 550 Really.
    S: 451 later
    S: 354 go
    C: hello
    C: .
    C: QUIT
    S: 250 2.0.0 queued as 17
    S: 221 bye
  )"));
  CHECK(o.writes == 3);  // EHLO, the envelope, the text with QUIT: 3 round trips
}

TEST_CASE("twenty recipients through a transmit buffer that holds three") {
  std::string program = "set tx 80\n! mail a@b.example\n", client = "C: MAIL FROM:<a@b.example>\n",
              events = "= mail 250\n", server = "S: 250 ok\n";
  for (int i = 0; i < 20; ++i) {
    const std::string n = std::to_string(i);
    program += "! rcpt user" + n + "@b.example\n";
    client += "C: RCPT TO:<user" + n + "@b.example>\n";
    server += i % 3 == 0 ? "S: 550 no\n" : "S: 250 ok\n";
    events += "= rcpt " + n + (i % 3 == 0 ? " 550\n" : " 250\n");
  }
  everywhere(secured(pipelining, program + "! data\n" + client + "C: DATA\n" + server + "S: 354 go\n" + events +
                                     "= data 354\n! text .\\n\n! end\nC: ..\nC: .\nS: 250 ok\n= body 250"));
}

TEST_CASE("without PIPELINING one command at a time") {
  const auto o = everywhere(secured(plain_hello, R"(
    ! mail <>
    C: MAIL FROM:<>
    S: 250 ok
    = mail 250
    ! rcpt b@b.example
    C: RCPT TO:<b@b.example>
    S: 251 will forward
    = rcpt 0 251
    ! data
    C: DATA
    S: 354 go
    = data 354
    ! file .one\n..\ntwo
    ! end
    C: ..one
    C: ...
    C: two
    C: .
    S: 250 ok
    = body 250
    ! rset
    C: RSET
    S: 250 ok
    = rset 250
  )"));
  CHECK(o.writes == 6);
}

TEST_CASE("several mails on one connection; a refused one does not count for the next") {
  everywhere(secured(pipelining, R"(
    ! mail a@b.example
    ! rcpt x@b.example
    ! rset
    ! mail a@b.example
    ! rcpt y@b.example
    ! data
    C: MAIL FROM:<a@b.example>
    C: RCPT TO:<x@b.example>
    C: RSET
    C: MAIL FROM:<a@b.example>
    C: RCPT TO:<y@b.example>
    C: DATA
    S: 250 ok
    S: 250 ok
    S: 250 ok
    S: 250 ok
    S: 550 no
    S: 354 go
    = mail 250
    = rcpt 0 250
    = rset 250
    = mail 250
    = rcpt 0 550
    = data 354
    ! mail a@b.example
    ! rcpt z@b.example
    C: .
    C: MAIL FROM:<a@b.example>
    C: RCPT TO:<z@b.example>
    S: 554 no recipients
    S: 250 ok
    S: 250 ok
    = mail 250
    = rcpt 0 250
  )"));
}

TEST_CASE("354 though nobody was accepted: only a lone dot goes out") {
  const auto o = everywhere(
      secured(pipelining,
              "! mail a@b.example\n! rcpt x@b.example\n! data\n= mail 250\n= rcpt 0 550\n= data 354\n"
              "C: MAIL FROM:<a@b.example>\nC: RCPT TO:<x@b.example>\nC: DATA\n"
              "S: 250 ok\nS: 550 no\nS: 354 go\n! quit\nC: .\nC: QUIT\nS: 250 queued\nS: 221 bye\n= closed"));
  CHECK(o.sent.ends_with("DATA\r\n.\r\nQUIT\r\n"));
}

TEST_CASE("a recipient that is accepted for a refused sender gets nothing, not even an empty mail") {
  const auto o = everywhere(secured(pipelining,
                                    "! mail a@b.example\n! rcpt x@b.example\n! data\n= mail 553\n= rcpt 0 250\n"
                                    "= failed protocol data 354\n"
                                    "C: MAIL FROM:<a@b.example>\nC: RCPT TO:<x@b.example>\nC: DATA\n"
                                    "S: 553 5.7.1 not yours\nS: 250 ok\nS: 354 go\n"));
  CHECK(o.sent.ends_with("DATA\r\n"));
}

TEST_CASE("DATA refused") {
  everywhere(secured(plain_hello,
                     "! data\nC: DATA\nS: 503 5.5.1 no\n= data 503 5.5.1\n! quit\nC: QUIT\nS: 221 bye\n= closed"));
  everywhere(secured(plain_hello, "! data\nC: DATA\nS: 250 ok\n= failed protocol data 250"));
}

TEST_CASE("only CRLF on the wire, whatever the text has, in place and from outside") {
  for (const std::string verb : {"text", "file"})
    everywhere(
        secured(pipelining,
                "set tx 80\n! mail a@b.example\n! rcpt x@b.example\n! data\n= mail 250\n= rcpt 0 250\n= data 354\n"
                "C: MAIL FROM:<a@b.example>\nC: RCPT TO:<x@b.example>\nC: DATA\nS: 250\nS: 250\nS: 354\n! " +
                    verb +
                    " a\\nb\\rc\\r\\n.\\r.\\n..d\\r\\r\\n.\\r\\n\n! end\n= body 250\n"
                    "C: a\nC: b\nC: c\nC: ..\nC: ..\nC: ...d\nC: \nC: ..\nC: .\nS: 250 ok\n"));
}

TEST_CASE("QUIT: answered, refused, or the server just hangs up") {
  everywhere(secured(plain_hello, "! quit\nC: QUIT\nS: 221 bye\n= closed"));
  everywhere(secured(plain_hello, "! quit\nC: QUIT\nS: 500 what\n= closed"));
  everywhere(secured(plain_hello, "! quit\nC: QUIT\nS: 421 bye\n= closed"));
  for (const char* end : {"CLOSE", "TRUNCATE", "RESET", "S: ?"})
    everywhere(secured(plain_hello, "! quit\nC: QUIT\n" + std::string(end) + "\n= closed"));
}

TEST_CASE("421 anywhere ends it") {
  everywhere(secured(plain_hello, "S: 421 4.4.2 idle too long\n= failed rejected envelope 421 none 4.4.2"));
  everywhere(secured(plain_hello,
                     "! mail a@b.example\nC: MAIL FROM:<a@b.example>\nS: 421 bye\n= failed rejected envelope 421"));
  everywhere("set start secured\nS: 220 mx\nC: EHLO pump.example\nS: 421 bye\n= failed rejected capability 421");
  const std::string to_body =
      secured(pipelining,
              "! mail a@b.example\n! rcpt x@b.example\n! data\n= mail 250\n= rcpt 0 250\n= data 354\n"
              "C: MAIL FROM:<a@b.example>\nC: RCPT TO:<x@b.example>\nC: DATA\nS: 250\nS: 250\nS: 354\n");
  everywhere(to_body + "S: 421 bye\n= failed rejected data 421");
  everywhere(to_body + "! text x\n! end\nC: x\nC: .\nS: 421 4.3.0 bye\n= failed rejected data 421 none 4.3.0");
  everywhere(to_body + "! text x\n! end\n! quit\nC: x\nC: .\nC: QUIT\nS: 421 bye\n= failed rejected data 421");
}

TEST_CASE("while the text goes out: a refusal may come early, an acceptance may not") {
  const std::string to_body =
      secured(pipelining,
              "! mail a@b.example\n! rcpt x@b.example\n! data\n= mail 250\n= rcpt 0 250\n= data 354\n"
              "C: MAIL FROM:<a@b.example>\nC: RCPT TO:<x@b.example>\nC: DATA\nS: 250\nS: 250\nS: 354\n");
  everywhere(to_body + "S: 552 5.3.4 too big\n= failed rejected data 552 none 5.3.4");
  everywhere(to_body + "! text begun\\n\nC: begun\nS: 552 5.3.4 too big\n= failed rejected data 552 none 5.3.4");
  everywhere(to_body + "S: 250 queued\n= failed protocol data 250");
  everywhere(to_body + "! text begun\\n\nC: begun\nS: 250 queued\n= failed protocol data 250");
  // With the 354, in one segment: the text was not even begun.
  once(to_body.substr(0, to_body.rfind("S: 354")) + "S~ 354\\r\\n250 queued\\r\\n\n= failed protocol data 250");
}

TEST_CASE("the final reply is missing: nothing is completed") {
  const std::string to_end =
      secured(pipelining,
              "! mail a@b.example\n! rcpt x@b.example\n! data\n= mail 250\n= rcpt 0 250\n= data 354\n! text x\n! end\n"
              "C: MAIL FROM:<a@b.example>\nC: RCPT TO:<x@b.example>\nC: DATA\nS: 250\nS: 250\nS: 354\nC: x\nC: .\n");
  for (const char* end : {"CLOSE", "TRUNCATE", "RESET"}) {
    everywhere(to_end + end + "\n= failed closed data 0 not_completed");
    everywhere(to_end + "S~ 250 queued\n" + end + "\n= failed closed data 0 not_completed");
    everywhere(to_end + "S: 250-queued\n" + end + "\n= failed closed data 0 not_completed");
    everywhere(to_end + "! quit\nC: QUIT\n" + end + "\n= failed closed data 0 not_completed");
  }
  everywhere(to_end + "S: 354 more\n= failed protocol data 354");
  everywhere(to_end + "! quit\nC: QUIT\nS: 452 4.3.1 full\n= body 452 4.3.1\nS: 221 bye\n= closed");
}

TEST_CASE("a positive reply of another command accepts nothing") {
  const std::string mail = "! mail a@b.example\nC: MAIL FROM:<a@b.example>\n",
                    rcpt = "S: 250 ok\n= mail 250\n! rcpt x@b.example\nC: RCPT TO:<x@b.example>\n",
                    text =
                        "S: 250 ok\n= rcpt 0 250\n! data\nC: DATA\nS: 354 go\n= data 354\n! text x\n! end\n"
                        "C: x\nC: .\n";
  for (const std::string code : {"220", "221", "235"}) {
    everywhere(secured(plain_hello, mail + "S: " + code + " ok\n= failed protocol envelope " + code));
    everywhere(secured(plain_hello, mail + rcpt + "S: " + code + " ok\n= failed protocol envelope " + code));
    everywhere(secured(plain_hello, mail + rcpt + text + "S: " + code + " ok\n= failed protocol data " + code));
  }
}

TEST_CASE("answers to what was not asked are refused") {
  once("S~ 220 mx\\r\\n250 mx\\r\\n\n= failed protocol capability 250");
  once(secured("S~ 250-mx\\r\\n250 PIPELINING\\r\\n250 ok\\r\\n\n", "= failed protocol envelope 250"));
  everywhere(secured(plain_hello, "S: 250 what\n= failed protocol envelope 250"));
  everywhere(secured(plain_hello, "S: 554 5.0.0 go away\n= failed protocol envelope 554"));
}

TEST_CASE("an answer that was begun before the question is none, though it ends behind it") {
  once(secured(plain_hello,
               "S~ 25\n! mail a@b.example\nC: MAIL FROM:<a@b.example>\nS: 0 ok\n= failed protocol envelope 250"));
  once(secured(plain_hello,
               "S~ 4\n! mail a@b.example\nC: MAIL FROM:<a@b.example>\nS: 21 bye\n= failed rejected envelope 421"));
}

TEST_CASE("what is no reply ends the conversation") {
  const std::string to_mail = secured(plain_hello, "! mail a@b.example\nC: MAIL FROM:<a@b.example>\n");
  for (const char* line :
       {"25 ok", "2500 ok", "250ok", "ok", "", "199 x", "600 x", "099 x", "250\\0", "-50 x", "+50 x"})
    everywhere(to_mail + "S: " + line + "\n= failed protocol envelope 0");
  everywhere(to_mail + "S: 250-a\nS: 251 b\n= failed protocol envelope 0 none | 251 b");
  everywhere(to_mail + "S~ 250 ok\\n\n= failed protocol envelope 0");
  everywhere(to_mail + "S~ 250 ok\\r250 ok\\r\\n\n= failed protocol envelope 0");
}

TEST_CASE("what cannot be carried is refused, and nothing is written") {
  for (const char* address :
       {"a@b>", "<a@b", "a\\x20b@c", "a\\r\\nRSET", "a\\0b", "a\\x7f", "a\\x1b", "z\\xc3\\xa9@b"}) {
    const auto o = everywhere(secured(plain_hello, "! mail " + std::string(address) + "\n= refused\n! rcpt " + address +
                                                       "\n= refused\n! rcpt\n= refused"));
    CHECK(o.sent == "EHLO pump.example\r\n");
  }
  everywhere("set name a b\nset start secured\nS: 220 mx\n= failed input capability 0");
  everywhere("set name a\\r\\nQUIT\nset start secured\nS: 220 mx\n= failed input capability 0");
}

TEST_CASE("a transmit buffer that holds a command, and one that is an octet too small") {
  const std::string path = std::string(60, 'x');
  const std::size_t n = std::string("MAIL FROM:<>\r\n").size() + path.size();
  everywhere(secured(plain_hello, "set tx " + std::to_string(n) + "\n! mail " + path + "\nC: MAIL FROM:<" + path +
                                      ">\nS: 250 ok\n= mail 250"));
  everywhere(secured(plain_hello, "set tx " + std::to_string(n - 1) + "\n! mail " + path + "\n= too_small"));
  everywhere("set tx 18\nset start secured\nS: 220 mx\n= failed limit capability 0 buffer_too_small");
  everywhere("set tx 19\nset start secured\nS: 220 mx\nC: EHLO pump.example\nS: 250 mx\n= ready");
}

TEST_CASE("the smallest buffers do, and the text of a reply is cut where it has to be") {
  const std::string line(500, 'y');
  everywhere("set rx 64\nset scratch 64\n" +
             secured(plain_hello, "! mail a@b.example\nC: MAIL FROM:<a@b.example>\nS: 550 " + line + "\n= mail 550 | " +
                                      line.substr(0, 32) + "..."));
  everywhere("set scratch 64\n" +
             secured(plain_hello, "! mail a@b.example\nC: MAIL FROM:<a@b.example>\nS: 550-" + line.substr(0, 16) +
                                      "\nS: 550 " + line.substr(0, 15) + "\n= mail 550 | " + line.substr(0, 16) + " " +
                                      line.substr(0, 15)));
  everywhere("set scratch 64\n" +
             secured(plain_hello, "! mail a@b.example\nC: MAIL FROM:<a@b.example>\nS: 550-" + line.substr(0, 16) +
                                      "\nS: 550 " + line.substr(0, 16) + "\n= mail 550 | " + line.substr(0, 16) + " " +
                                      line.substr(0, 15) + "..."));
}
