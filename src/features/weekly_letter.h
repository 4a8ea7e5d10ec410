#pragma once
#include <optional>
#include <string>

#include "features/letter_facts.h"
#include "notify/letters.h"

namespace temujanji::features {

/// The mail with an office's figures of a week beside those of the week before, in Malay and below it in
/// English; to who gets it now. Nothing if there is no such letter or nobody gets it any more.
std::optional<notify::Mail> write_weekly_letter(storage::Connection& connection, const LetterDesk& desk,
                                                std::int64_t id, const notify::Envelope& envelope,
                                                base::Instant now);

}  // namespace temujanji::features
