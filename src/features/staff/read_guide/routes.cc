#include "features/staff/read_guide/routes.h"

#include "features/text_page.h"

namespace temujanji::features::read_guide {

base::Task<web::Response> show(App& app, const web::Request& request, const Visit& visit) {
  web::Values values;
  add_text(visit.catalogue->text_of(catalogue::TextPage::officers).in(request.language), values);
  co_return show_staff_page(app, request, visit, "features/staff/read_guide/page.html", "guide.title",
                            values);
}

}  // namespace temujanji::features::read_guide
