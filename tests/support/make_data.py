#!/usr/bin/env python3
"""Makes a data folder for tests in other languages: make_data.py FOLDER small|whole. Prints the folder to serve.

Its database lies in it, or on the PostgreSQL whose URL is in POSTGRESQL_UNDER_TEST.
"""
import os
import pathlib
import sys

import temujanji as t


def main():
    folder, size = pathlib.Path(sys.argv[1]), sys.argv[2]
    catalogue = t.change_catalogue(folder / "catalogue", t.passports_only if size == "small" else None)
    data = folder / "data"
    if "POSTGRESQL_UNDER_TEST" in os.environ:
        t.DATABASE_URLS[str(data)] = os.environ["POSTGRESQL_UNDER_TEST"]
    t.run("init", "--data", data, "--catalogue", catalogue)
    print(data)


main()
