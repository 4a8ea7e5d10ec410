"""What the guards share: reading the repository and telling what was found."""
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def tracked(*suffixes, under=""):
    """Files of the repository, tracked or about to be, as paths relative to ROOT; all or those with a suffix."""
    listing = subprocess.run(["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z",
                              "--", under or "."], check=True, capture_output=True, text=True).stdout
    names = sorted({name for name in listing.split("\0") if name})
    return [pathlib.Path(name) for name in names
            if (not suffixes or name.endswith(suffixes)) and (ROOT / name).is_file()]


def text(path):
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")


def finish(findings, looked_at, what):
    """Prints what was found and ends the guard; looking at nothing is a mistake too."""
    for finding in findings:
        print(finding)
    if not looked_at:
        print(f"no {what} looked at: this guard checks nothing")
        sys.exit(1)
    print(f"{looked_at} {what}, {len(findings)} findings")
    sys.exit(1 if findings else 0)
