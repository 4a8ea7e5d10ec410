#pragma once
#include <string>
#include <string_view>

#include "features/page.h"

namespace temujanji::features::manage_catalogue {

/// What the check of a catalogue found, in the language of the page. The check itself speaks the English of
/// the words `problem.…`, as the command line shows it.
std::string problem_text(const App& app, const web::Request& request, std::string_view reason);

}  // namespace temujanji::features::manage_catalogue
