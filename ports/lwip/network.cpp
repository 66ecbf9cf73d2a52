#include <mailmote/ports/lwip.hpp>
