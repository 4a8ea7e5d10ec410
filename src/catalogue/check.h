#pragma once
#include "base/result.h"
#include "catalogue/draft.h"
#include "catalogue/files.h"

namespace temujanji::catalogue {

/// Reads the files row by row: columns, numbers, dates, times. Fields that cannot be used are noted.
Draft read_places(const CatalogueFiles& files, Problems& problems, Draft draft = {});
/// The same for services, pools, seats and announcements; spells out `kind:` and `division:`, so the offices
/// must have been read.
Draft read_services(const CatalogueFiles& files, Problems& problems, Draft draft);

/// What must hold between rows: known codes, no key twice, no overlaps, hours for every active office, a
/// booking that fits into a slot, time zones that this machine knows.
void check_places(const Draft& draft, Problems& problems);
void check_services(const Draft& draft, Problems& problems);

/// Reads and checks a catalogue: the draft, or every problem found. Touches no database.
base::Result<Draft, Problems> check_catalogue(const CatalogueFiles& files);

}  // namespace temujanji::catalogue
