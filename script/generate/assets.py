#!/usr/bin/env python3
"""Packs templates, message catalogues, style sheet, scripts, migrations and the catalogue into the program.

Writes assets.S (the bytes, by .incbin) and assets.cc (the table that base::find_asset searches).
Names: `src/features/…/page.html` -> `features/…/page.html`; `ui/…` output -> `static/…`;
`data/malaysia/x.csv` -> `data/malaysia/x.csv`; `ui/texts/faq.ms.md` -> `texts/faq.ms.md`; `locales/ms.mo`.
"""
import pathlib
import sys


def collect(source, generated):
    for pattern in ("*.html", "*.yaml"):
        for path in (source / "src").rglob(pattern):
            yield str(path.relative_to(source / "src")), path
    for path in (source / "src/storage/migrations").glob("*.sql"):
        yield f"migrations/{path.name}", path
    for path in (source / "ui/texts").glob("*.md"):
        yield f"texts/{path.name}", path
    for path in (source / "data").rglob("*.csv"):
        yield str(path.relative_to(source)), path
    for path in (generated / "assets").rglob("*"):
        if path.is_file():
            yield str(path.relative_to(generated / "assets")), path


def main():
    source, generated = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    assets = sorted(collect(source, generated))
    bytes_of, table = ['  .section .rodata, "a", @progbits'], []
    for number, (name, path) in enumerate(assets):
        bytes_of += [f"  .global temujanji_asset_{number}", "  .balign 16", f"temujanji_asset_{number}:",
                     f'  .incbin "{path}"']
        table.append((name, number, path.stat().st_size))
    bytes_of.append('  .section .note.GNU-stack, "", @progbits')
    lines = ['#include "base/assets.h"', "", 'extern "C" {']
    lines += [f"extern const char temujanji_asset_{number}[];" for _, number, _ in table]
    lines += ["}", "", "namespace temujanji::base {", "namespace {", "const Asset kAssets[] = {"]
    lines += [f'    {{"{name}", {{temujanji_asset_{number}, {size}}}}},' for name, number, size in table]
    lines += ["};", "}  // namespace", "", "std::span<const Asset> all_assets() { return kAssets; }",
              "}  // namespace temujanji::base", ""]
    (generated / "assets.S").write_text("\n".join(bytes_of) + "\n", encoding="utf-8")
    (generated / "assets.cc").write_text("\n".join(lines), encoding="utf-8")


main()
