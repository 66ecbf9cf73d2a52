// The names of what FETCH is asked for, and answers.
#pragma once

#include <mailmote/wire/words.hpp>

namespace mailmote::imap {

// Those of FetchItems first, in its order; behind them what only an answer holds.
inline constexpr auto item_words = wire::make_words(
    "UID FLAGS RFC822.SIZE INTERNALDATE ENVELOPE BODYSTRUCTURE BODY MODSEQ X-GM-MSGID X-GM-THRID X-GM-LABELS "
    "BODY[ BINARY[ BINARY.SIZE[ RFC822.HEADER RFC822.TEXT RFC822 ");

}  // namespace mailmote::imap
