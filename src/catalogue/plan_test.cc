#include "catalogue/plan.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/check.h"
#include "catalogue/check.h"
#include "catalogue/draft.h"
#include "catalogue/publish.h"
#include "tests/support/test_house.h"

namespace temujanji::catalogue {
namespace {

constexpr int kPlannedDays = 20;

/// An edit of one file and whether slots of the office in Perlis, the only active one, follow from it.
struct Edit {
  const char* name;
  const char* file;
  const char* from;  // all of them are replaced; empty: `to` is appended
  const char* to;
  bool has_effect;
};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size(), ++found) {
    text.replace(at, from.size(), to);
  }
  CHECK(found > 0);
}

/// The packed catalogue with the office in Perlis alone active, which keeps the tests short.
CatalogueFiles perlis_alone() {
  CatalogueFiles files = packed_catalogue();
  std::string& offices = files.files.at("offices.csv");
  std::string kept;
  for (std::size_t at = 0; at < offices.size();) {
    const std::size_t end = std::min(offices.find('\n', at), offices.size());
    std::string line = offices.substr(at, end - at);
    const std::size_t active = line.rfind(",yes,");
    if (!line.starts_with("PLS-HQ,") && active != line.npos) line.replace(active, 5, ",no,");
    kept += line + "\n";
    at = end + 1;
  }
  offices = std::move(kept);
  replace_all(files.files.at("office_services.csv"),
              "PLS-HQ,PRM-DEWASA,2,PRM,counters service\nPLS-HQ,PRM-KANAK,2,PRM,counters service\n", "");
  return files;
}

CatalogueFiles edited(CatalogueFiles files, const Edit& edit) {
  std::string& text = files.files.at(edit.file);
  if (std::string_view(edit.from).empty()) {
    text += edit.to;
  } else {
    replace_all(text, edit.from, edit.to);
  }
  return files;
}

class Foretelling : public testing::TestWithParam<Edit> {
 protected:
  PublishReport publish() {
    const auto catalogue = house_.catalogue();
    return publish_slots(house_.engine, *house_.connection, house_.ids, *catalogue, house_.clock.now(),
                         kPlannedDays);
  }

  PublishReport foretell(const CatalogueFiles& files) {
    auto draft = check_catalogue(files);
    if (!draft) throw base::Fault(draft.refusal().kept().front().reason);
    const auto before = house_.catalogue();
    const auto after = plan_catalogue(*house_.connection, draft.value(), house_.ids);
    PublishReport total;
    for (const PoolEffect& pool :
         effect_of(*house_.connection, *before, *after, house_.clock.now(), kPlannedDays)) {
      EXPECT_EQ(pool.office, "PLS-HQ");
      total.add(pool.total());
    }
    return total;
  }

  std::int64_t slots() { return house_.number("SELECT count(*) FROM slot"); }

  TestHouse house_;
};

TEST_P(Foretelling, says_what_publishing_then_does) {
  const CatalogueFiles files = perlis_alone();
  house_.import(files);
  ASSERT_GT(publish().created, 500);
  const std::int64_t before = slots();

  const CatalogueFiles changed = edited(files, GetParam());
  const PublishReport foretold = foretell(changed);
  EXPECT_EQ(foretold.changed_anything(), GetParam().has_effect);
  EXPECT_EQ(slots(), before) << "foretelling only looks";

  house_.import(changed);
  const PublishReport done = publish();
  EXPECT_EQ(foretold.created, done.created);
  EXPECT_EQ(foretold.changed, done.changed);
  // Slots of a dropped pool go with it.
  EXPECT_EQ(foretold.removed, before + done.created - slots());
}

INSTANTIATE_TEST_SUITE_P(
    Catalogue, Foretelling,
    testing::Values(
        Edit{"hours", "hours_profiles.csv", "PEN-SATSUN,1,14:00,17:00", "PEN-SATSUN,1,14:00,16:00", true},
        Edit{"hours_later", "hours_profiles.csv", "", "PEN-SATSUN,2,08:00,13:00,2026-11-10,2026-11-10\n",
             true},
        Edit{"weekend", "weekend_rules.csv", "09,6+7,", "09,5+6,", true},
        Edit{"weekend_elsewhere", "weekend_rules.csv", "10,6+7,", "10,5+6,", false},
        Edit{"holiday", "holidays.csv", "", "2026-11-11,Cuti,Holiday,09,no\n", true},
        Edit{"holiday_elsewhere", "holidays.csv", "", "2026-11-11,Cuti,Holiday,10,no\n", false},
        Edit{"closure", "closures.csv", "", "TUTUP,,PLS-HQ,2026-11-10,2026-11-10,08:00,10:00,Air,Water,\n",
             true},
        Edit{"zone", "offices.csv", "MY,Asia/Kuala_Lumpur,PEN-SATSUN", "MY,Asia/Bangkok,PEN-SATSUN", true},
        Edit{"inactive", "offices.csv", ",yes,public listing", ",no,public listing", true},
        Edit{"counters", "office_services.csv",
             "PLS-HQ,RTK-PLKS,4,RTK,counters service\nPLS-HQ,RTK-VERIFIKASI,4",
             "PLS-HQ,RTK-PLKS,5,RTK,counters service\nPLS-HQ,RTK-VERIFIKASI,5", true},
        Edit{"pool_left", "office_services.csv",
             "PLS-HQ,RTK-PLKS,4,RTK,counters service\nPLS-HQ,RTK-VERIFIKASI,4,RTK,counters service\n", "",
             true},
        Edit{"pool_new", "office_services.csv", "", "PLS-HQ,PRM-DEWASA,2,PRM,counters\n", true},
        Edit{"seat_rule", "seat_rules.csv", "state,VPP,1+2+3+4+5+6+7,00:00,24:00,30,1",
             "state,VPP,1+2+3+4+5+6+7,00:00,24:00,60,1", true},
        Edit{"service_ends", "services.csv", "90 days are destroyed.,,,",
             "90 days are destroyed.,,2026-11-10,", true},
        Edit{"service_goes_online", "services.csv", "citizen,self,,1,10,3,1,Pasport yang tidak",
             "citizen,online_elsewhere,https://imigresen-online.imi.gov.my,1,10,3,1,Pasport yang tidak",
             true},
        Edit{"name", "pools.csv", "VPP,\"Kaunter visa, pas & permit\"", "VPP,Kaunter visa", false}),
    [](const testing::TestParamInfo<Edit>& one) { return one.param.name; });

}  // namespace
}  // namespace temujanji::catalogue
