#!/usr/bin/env python3
"""Makes a data folder for tests in other languages: make_data.py FOLDER small|whole. Prints the folder to serve."""
import pathlib
import sys

import temujanji as t


def main():
    folder, size = pathlib.Path(sys.argv[1]), sys.argv[2]
    catalogue = t.change_catalogue(folder / "catalogue", t.passports_only if size == "small" else None)
    t.run("init", "--data", folder / "data", "--catalogue", catalogue)
    print(folder / "data")


main()
