// Texts that are borrowed for longer than a call: those that would be gone by then are told from those that stay.
#pragma once

#include <string_view>
#include <type_traits>

namespace mailmote {

// A text that owns its octets, and is about to take them away.
template <class T>
concept Temporary = std::is_class_v<T> && !std::is_same_v<T, std::string_view>;

}  // namespace mailmote
