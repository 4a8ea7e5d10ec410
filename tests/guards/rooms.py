#!/usr/bin/env python3
"""A room includes only what its row of the table in ARCHITECTURE.md allows; domain does no input or output."""
import re

from support import ROOT, finish, text, tracked

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', re.M)
ASIO = re.compile(r"boost/(asio|beast)\b")
ROW = re.compile(r"^\| `src/([a-z]+)` \|.*\| ([^|]+) \|$", re.M)
# A rule is handed its facts: nothing in domain may reach a clock, file, socket, database, thread or chance.
DOMAIN_MAY_NOT = re.compile(r"^(fstream|iostream|filesystem|thread|mutex|atomic|random|ctime|condition_variable|future|"
                            r"sys/.*|unistd\.h|sqlite3\.h|curl/.*|sodium.*|boost/(asio|beast).*)$")
DOMAIN_MAY_NOT_SAY = re.compile(r"\b(system_clock|steady_clock|rand|getenv|fopen|printf|fprintf|puts|ifstream|ofstream)\b")


def table():
    """{room: rooms it may include}, from ARCHITECTURE.md."""
    rooms = {}
    for room, allowed in ROW.findall(text("ARCHITECTURE.md")):
        rooms[room] = set(re.findall(r"`([a-z]+)`", allowed))
    for room, allowed in rooms.items():
        unknown = allowed - rooms.keys()
        assert not unknown, f"ARCHITECTURE.md: the row of {room} names {unknown}, which have no row"
    return rooms


def feature_of(path):
    """The folder of a feature: src/features/applicant/book/x.cc -> applicant/book; empty for shared files."""
    parts = path.parts[2:-1]
    return "/".join(parts) if len(parts) >= 1 else ""


def headers_with_asio():
    """Headers of web that include Asio or Beast, themselves or by another."""
    included = {"/".join(path.parts[1:]): [own or system for own, system in INCLUDE.findall(text(path))]
                for path in tracked(".h", under="src/web")}
    found = {name for name, names in included.items() if any(ASIO.match(one) for one in names)}
    while more := {name for name, names in included.items() if name not in found and found.intersection(names)}:
        found |= more
    return found


def check_file(path, rooms, features, asio_headers):
    room = path.parts[1]
    if len(path.parts) < 3:
        return
    for match in INCLUDE.finditer(text(path)):
        where = f"{path}:{text(path).count(chr(10), 0, match.start()) + 1}"
        own, system = match.groups()
        if system:
            if room == "domain" and DOMAIN_MAY_NOT.match(system) and not path.name.endswith("_test.cc"):
                yield f"{where}: domain is pure and may not include <{system}>"
            if ASIO.match(system) and room != "web":
                yield f"{where}: Asio and Beast stay inside src/web"
            continue
        if room != "web" and own in asio_headers and not path.name.endswith("_test.cc"):
            yield f"{where}: {own} brings Asio, whose headers stay inside src/web"
        target = own.split("/")[0]
        if target in rooms and target != room and target not in rooms[room]:
            yield f"{where}: {room} may not include {target} (table in ARCHITECTURE.md)"
        if room == "features" and target == "features":
            other = "/".join(own.split("/")[1:-1])
            if other in features and feature_of(path) in features and other != feature_of(path):
                yield f"{where}: a feature never includes a feature; move what two need down"


def main():
    rooms = table()
    findings = [f"src/{folder.name} has no row in the table of ARCHITECTURE.md"
                for folder in sorted((ROOT / "src").iterdir()) if folder.is_dir() and folder.name not in rooms]
    files, asio_headers = tracked(".cc", ".h", under="src"), headers_with_asio()
    features = {feature_of(path) for path in files if path.parts[1] == "features" and len(path.parts) >= 4}
    for path in files:
        findings += check_file(path, rooms, features, asio_headers)
        if path.parts[1] == "domain" and not path.name.endswith("_test.cc"):
            findings += [f"{path}: domain is pure and may not use {word}"
                         for word in DOMAIN_MAY_NOT_SAY.findall(text(path))]
    finish(findings, len(files), "files")


if __name__ == "__main__":
    main()
