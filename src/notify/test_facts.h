#pragma once
#include <string>

#include "base/words.h"
#include "notify/facts.h"

namespace temujanji::notify {

inline const base::Words& words() {
  static const base::Words instance;
  return instance;
}

/// An appointment as tests show it: all parts filled.
inline AppointmentFacts sample_facts() {
  using namespace std::chrono_literals;
  AppointmentFacts facts;
  facts.reference = "K7M2-9QXT-4B-P";
  facts.token = std::string(190, 'K');
  facts.masked_name = "S*** B**** A*****";
  facts.masked_document = "MyKad ******-**-5678";
  facts.site_name = "Temujanji";
  facts.department = {"Jabatan Imigresen Malaysia", "Immigration Department of Malaysia"};
  facts.service = {"Pasport Malaysia – permohonan baharu dan pembaharuan (dewasa)",
                   "Malaysian passport – first application and renewal (adult)"};
  facts.office = {"Pejabat Imigresen UTC Kuala Lumpur", "Immigration Office UTC Kuala Lumpur"};
  facts.address_lines = {"Aras 2, UTC Pudu Sentral, Jalan Pudu", "55100 Kuala Lumpur"};
  facts.phone = "03-2070 0000";
  facts.date = {"Isnin, 23 November 2026", "Monday, 23 November 2026"};
  facts.time = {"9:15 pagi", "9:15 am"};
  facts.arrive_by = {"8:45 pagi", "8:45 am"};
  facts.documents = {
      {{"Kad pengenalan (MyKad) asal", "Original identity card (MyKad)"}, {}},
      {{"Pasport lama", "Previous passport"}, {"jika ada", "if any"}},
      {{"Surat kebenaran ibu bapa", "Parent's letter of consent"},
       {"jika pemohon berumur bawah 18 tahun", "if the applicant is under 18"}},
  };
  facts.manage_url = {"https://temujanji.example/ms/semak", "https://temujanji.example/en/check"};
  facts.starts_at = std::chrono::sys_days(2026y / 11 / 23) + 1h + 15min;
  facts.ends_at = facts.starts_at + 15min;
  facts.happened_at = std::chrono::sys_days(2026y / 11 / 2) + 3h;
  return facts;
}

}  // namespace temujanji::notify
