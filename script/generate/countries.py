#!/usr/bin/env python3
"""Makes the table of nationalities: countries.py <output file>.

Codes and English names are those of ISO 3166-1, Malay names those of its translation, both from Debian's
iso-codes. Names that people here use and the translation lacks or has out of date stand below, and so do
the codes that ICAO Doc 9303 part 3 adds for passports.
"""
import gettext
import json
import pathlib
import sys

CODES = "/usr/share/iso-codes/json/iso_3166-1.json"
LOCALES = "/usr/share/locale"

MALAY = {
    "ARE": "Emiriah Arab Bersatu", "BES": "Bonaire, Sint Eustatius dan Saba", "BRN": "Brunei Darussalam",
    "CHN": "China", "COD": "Republik Demokratik Congo", "COG": "Congo", "CPV": "Tanjung Verde",
    "CZE": "Republik Czech", "DOM": "Republik Dominica", "EGY": "Mesir", "ESP": "Sepanyol",
    "FRA": "Perancis", "FSM": "Mikronesia", "GBR": "United Kingdom", "HKG": "Hong Kong",
    "IDN": "Indonesia", "IND": "India", "IRN": "Iran", "JPN": "Jepun", "KHM": "Kemboja",
    "KOR": "Korea Selatan", "LAO": "Laos", "LKA": "Sri Lanka", "MAC": "Macau", "MDA": "Moldova",
    "MKD": "Macedonia Utara", "MMR": "Myanmar", "NCL": "New Caledonia", "NLD": "Belanda", "NPL": "Nepal",
    "PAK": "Pakistan", "PHL": "Filipina", "PRK": "Korea Utara", "PRT": "Portugal", "PSE": "Palestin",
    "RUS": "Rusia", "SAU": "Arab Saudi", "SGP": "Singapura", "SLE": "Sierra Leone", "SUR": "Suriname",
    "SYR": "Syria", "TCD": "Chad", "THA": "Thailand", "TJK": "Tajikistan", "TLS": "Timor-Leste",
    "TUR": "Türkiye", "TWN": "Taiwan", "TZA": "Tanzania", "USA": "Amerika Syarikat",
    "VAT": "Kota Vatican", "VGB": "Kepulauan Virgin British", "VIR": "Kepulauan Virgin Amerika Syarikat",
    "VNM": "Vietnam", "YEM": "Yaman", "ZAF": "Afrika Selatan",
}
ENGLISH = {
    "COD": "Democratic Republic of the Congo", "COG": "Congo", "FSM": "Micronesia", "PSE": "Palestine",
    "RUS": "Russia", "VAT": "Vatican City", "VGB": "British Virgin Islands", "VIR": "US Virgin Islands",
}
ICAO = {
    "EUE": ("Kesatuan Eropah (laissez-passer)", "European Union (laissez-passer)"),
    "GBD": ("United Kingdom – warga wilayah seberang laut", "United Kingdom – Overseas Territories citizen"),
    "GBN": ("United Kingdom – British National (Overseas)", "United Kingdom – British National (Overseas)"),
    "GBO": ("United Kingdom – British Overseas Citizen", "United Kingdom – British Overseas citizen"),
    "GBP": ("United Kingdom – orang dilindungi British", "United Kingdom – British protected person"),
    "GBS": ("United Kingdom – rakyat British", "United Kingdom – British subject"),
    "RKS": ("Kosovo", "Kosovo"),
    "UNA": ("Agensi khusus Bangsa-Bangsa Bersatu", "United Nations specialised agency"),
    "UNK": ("Kosovo – dokumen misi Bangsa-Bangsa Bersatu", "Kosovo – United Nations mission document"),
    "UNO": ("Pertubuhan Bangsa-Bangsa Bersatu", "United Nations Organisation"),
    "XOM": ("Ordo Berdaulat Tentera Malta", "Sovereign Military Order of Malta"),
    "XPO": ("INTERPOL", "INTERPOL"),
    "XXA": ("Tanpa kerakyatan", "Stateless person"),
    "XXB": ("Pelarian (Konvensyen 1951)", "Refugee (1951 Convention)"),
    "XXC": ("Pelarian (lain-lain)", "Refugee (other)"),
    "XXX": ("Kerakyatan tidak dinyatakan", "Nationality not stated"),
}


def countries():
    """Returns (alpha-3, alpha-2, Malay, English), sorted by code."""
    malay = gettext.translation("iso_3166-1", LOCALES, languages=["ms"])
    rows = [(code, "", ms, en) for code, (ms, en) in ICAO.items()]
    for entry in json.loads(pathlib.Path(CODES).read_text(encoding="utf-8"))["3166-1"]:
        code = entry["alpha_3"]
        name = entry.get("common_name", entry["name"])
        rows.append((code, entry["alpha_2"], MALAY.get(code, malay.gettext(name)), ENGLISH.get(code, name)))
    return sorted(rows)


def main():
    lines = ["// Made by script/generate/countries.py.\n"]
    lines += [f'{{"{code}", "{alpha2}", "{ms}", "{en}"}},\n' for code, alpha2, ms, en in countries()]
    out = pathlib.Path(sys.argv[1])
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("".join(lines), encoding="utf-8")


main()
