#pragma once
#include <string>

namespace temujanji::catalogue {

/// One wrong row: in `file`, `from` (which must be there) becomes `to`, or with an empty `from` the row `to`
/// is added.
struct WrongRow {
  std::string file;
  std::string from;
  std::string to;
  std::string reason;
};

/// What imports refuse; most problems are here once.
inline const WrongRow kWrongRows[] = {
    {"divisions.csv", "code,department", "code,ministry", "the column department is missing"},
    {"divisions.csv", "code,department", "code,ministry", "there is no column `ministry` in this file"},
    {"divisions.csv", "RTK,JIM", "RTK,JPN", "there is no department JPN"},
    {"divisions.csv", "", "RTK,JIM,A,B,80", "the code RTK stands twice"},
    {"divisions.csv", "", "XYZ,JIM,A,B,many", "sort must be a whole number from 0 to 1000000, not `many`"},
    {"divisions.csv", "", "XYZ,JIM,A", "the row has 3 fields, the header 5"},
    {"divisions.csv", "", "xyz,JIM,A,B,80",
     "code must be of capital letters, digits and hyphens, at most 32, not `xyz`"},
    {"divisions.csv", "", "XYZ,JIM,,B,80", "name_ms is empty"},
    {"weekend_rules.csv", "", "01,8,2027-01-01,",
     "weekday_off must be weekdays like 6+7 (1 Monday … 7 Sunday), not `8`"},
    {"weekend_rules.csv", "", "01,6+7,2025-01-01,", "another rule of this state begins on the same day"},
    {"weekend_rules.csv", "", "17,6+7,2025-01-01,", "there is no state 17"},
    {"weekend_rules.csv", "", "01,6+7,2027-01-01,2026-01-01", "valid_to lies before valid_from"},
    {"holidays.csv", "2026-01-01", "2026-02-30", "date must be a date like 2026-11-23, not `2026-02-30`"},
    {"holidays.csv", "", "2026-02-17,Tahun Baharu Cina,Chinese New Year,01,no",
     "this holiday stands twice for the state 01"},
    {"holidays.csv", "", "2026-06-17,A,B,01 99,no", "there is no state 99"},
    {"holidays.csv", "", "2026-06-17,A,B,01,perhaps", "estimated must be yes or no, not `perhaps`"},
    {"hours_profiles.csv", "", "UTC-PEN,1,16:00,18:00,2020-01-01,",
     "these hours overlap with others of the same day and profile"},
    {"hours_profiles.csv", "", "UTC-PEN,1,18:00,17:30,2020-01-01,", "closes must be later than opens"},
    {"hours_profiles.csv", "", "UTC-PEN,1,18:60,20:00,2020-01-01,",
     "opens must be a time like 08:30, not `18:60`"},
    {"offices.csv", "KUL-UTC,JIM,utc,14", "KUL-UTC,JIM,utc,",
     "an office in MY has a state, one abroad has none"},
    {"offices.csv", "Australia/Melbourne", "Australia/Nowhere",
     "this machine knows no time zone Australia/Nowhere"},
    {"offices.csv", "Australia/Melbourne,OVERSEAS", "Australia/Melbourne,NONE",
     "there are no hours for the profile NONE"},
    {"services.csv", ",employer,self,", ",agent,self,", "applicant_kind is not one of those known"},
    {"services.csv", ",employer,self,", ",employer,maybe,",
     "booking must be self, assigned or online_elsewhere"},
    {"services.csv", "https://esd.imi.gov.my,1", "http://esd.imi.gov.my,1",
     "online_url must begin with https://"},
    {"services.csv", "https://esd.imi.gov.my,1", ",1",
     "a service done online elsewhere needs its online_url"},
    {"services.csv", "employer,self,,20,10,", "employer,self,,25,10,",
     "KUL-HQ RTK-PLKS: 25 persons do not fit into a slot of 24 seats"},
    {"services.csv", "employer,self,,20,10,", "employer,self,,20,11,",
     "KUL-HQ RTK-PLKS: 11 minutes do not fit into a seat of 10"},
    {"service_documents.csv", "", "NONE,10,A,B,yes,,", "there is no service NONE"},
    {"service_documents.csv", "", "RTK-PLKS,10,A,B,yes,,",
     "another document of this service has the same sort"},
    {"service_documents.csv", "", "RTK-PLKS,990,A,B,if_applicable,,", "if_applicable needs a condition"},
    {"service_documents.csv", "", "RTK-PLKS,990,A,B,if_applicable,C,",
     "condition_en is empty, the other language is not"},
    {"office_services.csv", "", "KUL-HQ,RTK-PLKS,4,RTK,",
     "a row above already says that KUL-HQ offers RTK-PLKS"},
    {"office_services.csv", "", "KUL-UTC,MM2H,4,PASPORT,",
     "the pool PASPORT of KUL-UTC has 3 counters in a row above"},
    {"office_services.csv", "", "KUL-NONE,MM2H,4,VPP,", "there is no office KUL-NONE"},
    {"office_services.csv", "", "kind:none,MM2H,4,VPP,", "there is no office kind:none"},
    {"office_services.csv", "", "KUL-HQ,division:NONE,4,VPP,", "there is no service division:NONE"},
    {"office_services.csv", "", "KUL-UTC,MM2H,4,VPP,",
     "seat_rules.csv has no rule for the pool VPP at an office of kind utc"},
    {"seat_rules.csv", "", "utc,PASPORT,5,10:00,12:00,20,1,2020-01-01,,",
     "the rule overlaps with that of line 24"},
    {"seat_rules.csv", "", "utc,NONE,5,10:00,12:00,20,1,2020-01-01,,", "there is no pool NONE"},
    {"seat_rules.csv", "", "utc,AMBIL,5,10:00,10:10,20,1,2021-01-01,,", "no slot fits between from and to"},
    {"closures.csv", "", "A,01,KUL-HQ,2026-01-01,2026-01-02,,,A,B,", "name a state or an office, not both"},
    {"closures.csv", "", "A,,,2026-01-03,2026-01-02,,,A,B,", "to lies before from"},
    {"announcements.csv", "", "A,JPN,A,B,C,D,2026-01-01,,no,,", "there is no department JPN"},
    {"states.csv", "01,MY-01", "01,\"MY-01", "a quote is opened here and never closed"},
};

}  // namespace temujanji::catalogue
