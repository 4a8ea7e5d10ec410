#pragma once
#include "catalogue/day_changes.h"
#include "features/staff/change_day/effect.h"
#include "features/staff/change_day/form.h"

namespace temujanji::features::change_day {

/// What a change would do, before it is saved.
web::Response preview(const App& app, const web::Request& request, const Visit& visit,
                      const catalogue::Pool& pool, const Typed& typed, const Checked& checked,
                      const Effect& effect);
/// What undoing one would do.
web::Response undo_page(const App& app, const web::Request& request, const Visit& visit,
                        const catalogue::Pool& pool, const catalogue::KeptDayChange& kept,
                        const Effect& effect);

}  // namespace temujanji::features::change_day
