// The first half of the demonstration: an alert with an attachment goes to the server.
#pragma once

#include <cstdint>
#include <string_view>

#include "account.hpp"
#include "figures.hpp"
#include "recording.hpp"
#include "store.hpp"

namespace demo {

// What is sent, and has to come back.
struct Alert {
  static constexpr std::string_view from = "Pump 3 <pump3@plant.example>";
  static constexpr std::string_view to = "ops@plant.example, Zoë <zoe@plant.example>";
  static constexpr std::string_view subject = "Überdruck an Pumpe 3";
  static constexpr std::string_view text =
      "9.3 bar, limit 8.0 bar.\n.\nThe line above is one dot, and „Überdruck“ is UTF-8.\n";
  static constexpr std::string_view file_name = "pressure.bin";
  static constexpr std::uint64_t recording_octets = 204'800;
};

// Sends it to the server at `port` of localhost, and shows the conversation, what `store` has of it and what it cost.
// The exit status of a program that has to end; 0: it went on.
int send_alert(std::uint16_t port, const Account& account, const char* authority, Recording& recording,
               const Store& store, Checks& check);

}  // namespace demo
