#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/event.h"

namespace temujanji::catalogue {

/// The seats a batch changed, as texts without spaces that other processes can read; each at most 6,500
/// bytes.
std::vector<std::string> to_news(const engine::Events& events);

/// What one such text says; nothing for a text of another kind.
std::optional<engine::Events> from_news(std::string_view text);

}  // namespace temujanji::catalogue
