#include "features/applicant/rtk_check/routes.h"

#include "features/kept_page.h"
#include "features/page.h"

namespace temujanji::features::rtk_check {

web::Response rtk_check(App& app, const web::Request& request) {
  return kept_page(app, request, "", 1, [&](const web::Request& shown) {
    web::Values values;
    return render_page(app, shown, "features/applicant/rtk_check/page.html", "rtk.title", values);
  });
}

}  // namespace temujanji::features::rtk_check
