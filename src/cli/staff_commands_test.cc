#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "base/crypto.h"
#include "base/fault.h"
#include "catalogue/files.h"
#include "cli/commands.h"
#include "tests/support/test_house.h"

namespace temujanji::cli {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;

/// An installation with the Malaysian catalogue and no slots.
class StaffCommands : public testing::Test {
 protected:
  StaffCommands() {
    base::KeyRing::create(folder_.keys());
    house_.import(catalogue::packed_catalogue());
  }

  /// What it wrote.
  std::string did(int code) {
    EXPECT_EQ(code, 0);
    std::string text = out_.str();
    out_.str("");
    // Each command makes ids of its own from the time.
    house_.clock.advance(std::chrono::milliseconds(1));
    return text;
  }
  std::string listed() { return did(list_staff(world_, folder_)); }

  const tests::TestFolder test_folder_;
  catalogue::TestHouse house_;
  const DataFolder folder_{test_folder_.path() / "data", house_.under_test.url()};
  std::ostringstream out_, err_;
  World world_{house_.clock, out_, err_};
};

TEST_F(StaffCommands, make_accounts_change_and_close_them) {
  EXPECT_THAT(did(add_staff(world_, folder_, {"Nur.Contoh", "Nur Contoh", "hq_admin", {}})),
              ContainsRegex("user name:  nur.contoh\ninvitation: [A-Z2-7]{5}-[A-Z2-7]{5}\n"));
  did(add_staff(world_, folder_, {"badrul", "", "officer", {"JHR-KLG", "JHR-HQ"}}));
  EXPECT_THAT(listed(), ContainsRegex("badrul +officer +invited +JHR-HQ JHR-KLG"));
  EXPECT_EQ(did(change_staff(world_, folder_, {"Badrul", "", "office_admin", {"JHR-HQ"}})),
            "badrul is office_admin now\n");
  EXPECT_THAT(listed(), ContainsRegex("badrul +office_admin +invited +JHR-HQ \n"));
  did(change_staff(world_, folder_, {"badrul", "", "auditor", {}}));
  EXPECT_THAT(listed(), ContainsRegex("badrul +auditor +invited +\n"));
  EXPECT_EQ(did(set_staff_active(world_, folder_, "badrul", false)), "badrul may no longer sign in\n");
  EXPECT_THAT(listed(), ContainsRegex("badrul +auditor +closed"));
  EXPECT_THROW(invite_staff(world_, folder_, "badrul"), base::UsageFault);
  EXPECT_EQ(did(set_staff_active(world_, folder_, "badrul", true)), "badrul may sign in\n");
  EXPECT_THAT(did(invite_staff(world_, folder_, "badrul")), HasSubstr("used once, within seven days"));
}

TEST_F(StaffCommands, refuse_what_cannot_be) {
  const auto refused = [&](const StaffRequest& asked) {
    EXPECT_THROW(add_staff(world_, folder_, asked), base::UsageFault) << asked.user_name << asked.role;
  };
  refused({"a b", "", "officer", {"JHR-HQ"}});
  refused({"badrul", "", "king", {}});
  refused({"badrul", "", "officer", {}});
  refused({"badrul", "", "officer", {"NONE"}});
  refused({"badrul", "", "auditor", {"JHR-HQ"}});
  EXPECT_EQ(listed(), "");
  did(add_staff(world_, folder_, {"nur", "", "hq_admin", {}}));
  refused({"nur", "", "auditor", {}});
  EXPECT_THROW(set_staff_active(world_, folder_, "nur", false), base::UsageFault) << "the last";
  EXPECT_THROW(change_staff(world_, folder_, {"nur", "", "auditor", {}}), base::UsageFault) << "the last";
  EXPECT_THROW(change_staff(world_, folder_, {"nobody", "", "auditor", {}}), base::UsageFault);
  EXPECT_THAT(listed(), ContainsRegex("nur +hq_admin +invited"));
}

}  // namespace
}  // namespace temujanji::cli
