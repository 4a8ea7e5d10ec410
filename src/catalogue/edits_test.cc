#include "catalogue/edits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace temujanji::catalogue {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

const SheetRow kPassports{"PASPORT", "Kaunter pasport", "Passport counters"};
const SheetRow kPassportsRenamed{"PASPORT", "Kaunter \"pasport\"\nbaharu", "=Passports"};
const SheetRow kVisas{"VPP", "Kaunter visa", "Visa counters"};

Sheets with_pools(std::vector<SheetRow> pools) {
  Sheets sheets;
  for (const SheetForm& form : sheet_forms()) sheets[std::string(form.name)];
  sheets["pools"] = std::move(pools);
  return sheets;
}

const RowEdit kAdd{"pools", std::nullopt, kVisas};
const RowEdit kChange{"pools", kPassports, kPassportsRenamed};
const RowEdit kRemove{"pools", kPassports, std::nullopt};

TEST(edits, add_change_and_remove_rows_and_are_taken_back) {
  const Sheets before = with_pools({kPassports});
  const Edited changed = apply_edits(before, {kAdd, kChange});
  EXPECT_THAT(changed.conflicts, IsEmpty());
  EXPECT_EQ(changed.sheets, with_pools({kPassportsRenamed, kVisas}));
  EXPECT_EQ(apply_edits(changed.sheets, inverse({kAdd, kChange})).sheets, before);
  EXPECT_EQ(apply_edits(before, {kRemove}).sheets, with_pools({}));
}

TEST(edits, of_a_row_that_changed_meanwhile_are_told_and_not_done) {
  const SheetRow others{"PASPORT", "Lain", "Other"};
  const Edited changed = apply_edits(with_pools({others}), {kChange});
  ASSERT_THAT(changed.conflicts, SizeIs(1));
  EXPECT_EQ(changed.conflicts[0].now, others);
  EXPECT_EQ(changed.sheets, with_pools({others}));
  const Edited removed = apply_edits(with_pools({}), {kChange});
  ASSERT_THAT(removed.conflicts, SizeIs(1));
  EXPECT_EQ(removed.conflicts[0].now, std::nullopt);
  EXPECT_THAT(apply_edits(with_pools({{"VPP", "Lain", "Other"}}), {kAdd}).conflicts, SizeIs(1));
}

TEST(edits, that_are_done_already_are_no_conflict) {
  EXPECT_THAT(apply_edits(with_pools({kPassportsRenamed, kVisas}), {kAdd, kChange}).conflicts, IsEmpty());
  EXPECT_THAT(apply_edits(with_pools({}), {kRemove}).conflicts, IsEmpty());
}

TEST(edits, of_the_same_row_become_one) {
  EXPECT_EQ(and_then({kChange}, {{"pools", kPassportsRenamed, kPassports}}), Edits{});
  EXPECT_EQ(and_then({kChange}, {{"pools", kPassportsRenamed, std::nullopt}}), Edits{kRemove});
  EXPECT_EQ(and_then({kAdd}, {{"pools", kVisas, std::nullopt}}), Edits{});
  EXPECT_EQ(and_then({kAdd}, {kChange}), (Edits{kAdd, kChange}));
  EXPECT_EQ(and_then({}, {{"pools", kVisas, kVisas}}), Edits{});
}

TEST(edits, of_a_row_that_is_added_again_or_taken_back_are_one_too) {
  const SheetRow other{"VPP", "Lain", "Other"};
  EXPECT_EQ(and_then({kAdd}, {{"pools", std::nullopt, other}}), (Edits{{"pools", std::nullopt, other}}));
  EXPECT_EQ(and_then({kAdd}, {kAdd}), Edits{kAdd});
  EXPECT_EQ(and_then({kRemove}, {{"pools", std::nullopt, kPassports}}), Edits{});
  EXPECT_EQ(and_then({kRemove}, {{"pools", std::nullopt, kPassportsRenamed}}), Edits{kChange});
  const SheetRow moved{"BARU", kPassports[1], kPassports[2]};
  const RowEdit move{"pools", kPassports, moved};
  EXPECT_EQ(and_then({}, {move, {"pools", moved, kPassports}}), Edits{}) << "also where its key changes";
  EXPECT_EQ(and_then({move}, {{"pools", std::nullopt, kPassports}}),
            (Edits{move, {"pools", std::nullopt, kPassports}}));
}

TEST(edits, are_found_between_two_states_of_a_sheet) {
  const SheetForm& form = *find_sheet_form("pools");
  EXPECT_EQ(compare_sheets(form, {kPassports}, {kPassportsRenamed, kVisas}), (Edits{kChange, kAdd}));
  EXPECT_EQ(compare_sheets(form, {kPassports}, {}), Edits{kRemove});
}

TEST(edits, are_kept_as_text) {
  const SheetRow office(find_sheet_form("divisions")->columns.size(), "a,\"b\"");
  const Edits edits{kAdd, kChange, kRemove, {"divisions", office, std::nullopt}};
  EXPECT_EQ(parse_edits(to_text(edits)), edits);
  EXPECT_EQ(parse_edits(to_text(Edits{})), Edits{});
  EXPECT_EQ(parse_edits("edit,sheet,part\n0,nothing,+\n"), std::nullopt);
  EXPECT_EQ(parse_edits("edit,sheet,part\n0,pools,+\n"), std::nullopt);
}

}  // namespace
}  // namespace temujanji::catalogue
