// What a mail is made of, from its first header to its last boundary: the text that Writer goes over, line by line. It
// takes less room than the code that would put it together, and shows what there is.
//
//   \n        a line end, CRLF
//   (c ... )  only if condition c holds; of a capital, only if it does not
//   %v        value v
//   *l        the items of list l, one after another
//   [ ... ]   again for every part, and up to | once more behind the last
//   !         the body of the part
//
// All else stands for itself. What put_value() and mailboxes() in writer_head.cpp make of the letters:
//
//   *f *r *t *c *h    mailboxes of From, Reply-To, To, Cc; headers of the caller's own
//   %d                the date, its whole line
//   %s %m %a %e %i    subject; ids: of the mail, of what it answers, that it refers to, of its incident
//   %l %b             boundary: the mark of its level, and what is random in it
//   %t %c %n %p %o    of a Source: type, content id, name, name in plain ASCII, name in sections (RFC 2231)
//
// And is() of conditions:
//
//   r t c s a e i     there is such a value
//   p l g             the mail has a priority, a low one; nobody wrote it
//   m n o             it has a multipart/mixed, an alternative, a related
//   0 1 2 3 4 k       the part is mixed, alternative, the text, related, the HTML; one of the multiparts
//   d w j x           it stands in a multipart; comes from a Source; is inline; is the first part behind the inner levels
//   u 7 8 q b         its charset is not known; its encoding
//   v y z             its Source has a content id; a name in plain ASCII; a name
#pragma once

#include <array>
#include <cstddef>

namespace mailmote::mime {

constexpr char plan_text[] =
    "%d"
    "From:*f\n"
    "(rReply-To:*r\n)"
    "(tTo:*t\n)"
    "(cCc:*c\n)"
    "(sSubject:%s\n)"
    "Message-ID: <%m>\n"
    "(aIn-Reply-To:%a\n)"
    "(eReferences:%i%e\n)"
    "*h"
    "(pImportance: (llow)(Lhigh)\nX-Priority: (l5)(L1)\nPriority: (lnon-)urgent\n)"
    "(gAuto-Submitted: auto-generated\n)"
    // "All" asks for no report of a failed delivery, either: it would go to a machine, too.
    "(iX-Auto-Response-Suppress: All\n)"
    "MIME-Version: 1.0\n"
    "["
    // Behind the last inline part the inner levels end.
    "(x(o--=_r%b--\n)(n--=_a%b--\n))|"
    "(d--=_%l%b\n)"
    "Content-Type: "
    "(kmultipart/(0mixed)(1alternative)(3related; type=\"text/html\");\n boundary=\"=_(1a)(3r)%b\"\n\n)"
    "(K(2text/plain)(4text/html)(w%t)(B; charset=(Uutf-8)(uunknown-8bit))(w(Y;\n name=\"%p\"))\n"
    "Content-Transfer-Encoding: (77bit)(88bit)(qquoted-printable)(bbase64)\n"
    "(w(vContent-ID: <%c>\n)Content-Disposition: (jinline)(Jattachment)(Y%o)(y(z;\n filename=\"%n\"))\n)"
    "\n!)"
    "]"
    "(m--=_%b--\n)";

// As it is gone over: each sign in an octet of its own, and behind a condition the number of octets that it is about.
namespace sign {
constexpr char end = 0, value = 1, list = 2, leave = 3, again = 4, body = 5, line_end = '\n';
constexpr unsigned char condition = 0x80;  // and its letter
}  // namespace sign

struct Plan {
  std::array<char, sizeof plan_text> octets{};
  std::size_t size = 0;
  std::size_t parts = 0;  // where they begin
  std::size_t behind_parts = 0;
  std::size_t longest = 0;  // octets that a condition is about
};

constexpr Plan packed_plan() {
  Plan plan;
  std::array<std::size_t, 4> open{};
  std::size_t depth = 0;
  for (const char* c = plan_text; *c != '\0'; ++c) {
    switch (*c) {
      case '(':
        plan.octets[plan.size++] = static_cast<char>(*++c | sign::condition);
        open[depth++] = plan.size++;
        break;
      case ')': {
        const std::size_t begin = open[--depth];
        const std::size_t octets = plan.size - begin - 1;
        plan.octets[begin] = static_cast<char>(octets);
        if (octets > plan.longest) plan.longest = octets;
        break;
      }
      case '[': plan.parts = plan.size; break;
      case ']':
        plan.octets[plan.size++] = sign::again;
        plan.behind_parts = plan.size;
        break;
      case '%': plan.octets[plan.size++] = sign::value; break;
      case '*': plan.octets[plan.size++] = sign::list; break;
      case '|': plan.octets[plan.size++] = sign::leave; break;
      case '!': plan.octets[plan.size++] = sign::body; break;
      default: plan.octets[plan.size++] = *c; break;
    }
  }
  plan.octets[plan.size++] = sign::end;
  return plan;
}

constexpr auto trimmed_plan() {
  constexpr Plan plan = packed_plan();
  static_assert(plan.longest <= 255);
  std::array<char, plan.size> octets{};
  for (std::size_t i = 0; i < octets.size(); ++i) octets[i] = plan.octets[i];
  return octets;
}

inline constexpr auto plan = trimmed_plan();

}  // namespace mailmote::mime
