#!/usr/bin/env python3
"""Makes a data folder for tests in other languages: make_data.py FOLDER small|forenoon|whole. Prints the folder to serve.

small has one office, forenoon the same where it is forenoon whenever that is asked for, and whole the catalogue. Its database lies in it, or on the PostgreSQL whose URL is in POSTGRESQL_UNDER_TEST.
"""
import datetime
import os
import pathlib
import sys

import temujanji as t


FORENOON = 10
WEST_MAX = -12


def move_to_forenoon(catalogue):
    """Whoever comes an hour early or late comes on the same day."""
    hours_east = max(FORENOON - datetime.datetime.now(datetime.timezone.utc).hour, WEST_MAX)
    path = catalogue / "offices.csv"
    # In the names of these zones what lies east of Greenwich is subtracted.
    path.write_text(path.read_text(encoding="utf-8").replace("Asia/Kuala_Lumpur", f"Etc/GMT{-hours_east:+d}"), encoding="utf-8")


def main():
    folder, size = pathlib.Path(sys.argv[1]), sys.argv[2]
    catalogue = t.change_catalogue(folder / "catalogue", None if size == "whole" else t.passports_only)
    if size == "forenoon":
        move_to_forenoon(catalogue)
    data = folder / "data"
    if "POSTGRESQL_UNDER_TEST" in os.environ:
        t.DATABASE_URLS[str(data)] = os.environ["POSTGRESQL_UNDER_TEST"]
    t.run("init", "--data", data, "--catalogue", catalogue)
    print(data)


main()
