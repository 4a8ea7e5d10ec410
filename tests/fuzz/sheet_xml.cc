#include <cstdint>
#include <map>
#include <string>

#include "tables/xlsx.h"
#include "tables/zip.h"

namespace tables = temujanji::tables;

/// Whatever stands in a sheet, the styles or the shared texts (the first byte chooses) of a workbook that is
/// packed well: it is read, or refused with a reason.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::map<std::string, std::string> files{
      {"_rels/.rels", R"(<r><r Type="/officeDocument" Target="xl/workbook.xml"/></r>)"},
      {"xl/workbook.xml", R"(<w><sheet name="a" id="1"/></w>)"},
      {"xl/_rels/workbook.xml.rels",
       R"(<r><r Id="1" Target="sheet.xml"/><r Type="/styles" Target="styles.xml"/>)"
       R"(<r Type="/sharedStrings" Target="texts.xml"/></r>)"},
      {"xl/sheet.xml", R"(<s><row r="1"><c r="A1" t="s" s="1"><v>0</v></c></row></s>)"},
      {"xl/styles.xml", R"(<s><cellXfs><xf numFmtId="14"/></cellXfs></s>)"},
      {"xl/texts.xml", "<s><si><t>a</t></si></s>"}};
  constexpr const char* kChosen[] = {"xl/sheet.xml", "xl/styles.xml", "xl/texts.xml"};
  files[kChosen[data[0] % 3]].assign(reinterpret_cast<const char*>(data) + 1, size - 1);
  (void)tables::read_xlsx(tables::write_zip(files)).ok();
  return 0;
}
