# Shared by the scripts of this folder: `. "$(dirname "$0")/lib.sh"`. Sets $root and goes there.
# shellcheck shell=bash
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

say() { printf '\033[1m==\033[0m %s\n' "$*" >&2; }
die() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 1; }

# Compilers that run at the same time: one per processor, and no more than one per 1.5 GB of memory.
jobs() {
  local processors memory
  processors=$(nproc)
  memory=$(awk '/MemTotal/ {print int($2 / 1500000)}' /proc/meminfo)
  echo $((memory < 1 ? 1 : memory < processors ? memory : processors))
}

# Tests that run at the same time: one more, since each waits for timers, disks and browsers part of the time.
tests_at_once() {
  echo $(($(jobs) + 1))
}

# Names of the packages of the groups given, one a line, without those whose command (`?command`) is there.
packages_of() {
  local group=none name command
  while read -r name command _; do
    case $name in
      '' | '#'*) ;;
      \[*\]) group=${name//[\[\]]/} ;;
      *)
        [[ " $* " == *" $group "* ]] || continue
        [[ $command == \?* ]] && type "${command#\?}" >/dev/null 2>&1 && continue
        echo "$name"
        ;;
    esac
  done <script/packages.txt
}

# Which of the packages named are not installed.
missing_packages() {
  [[ $# -eq 0 ]] && return
  dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null |
    awk -v wanted="$*" '$2 == "installed" {have[$1]} END {n = split(wanted, w, " ");
      for (i = 1; i <= n; i++) if (!(w[i] in have)) print w[i]}'
}

as_root() {
  if [[ $(id -u) -eq 0 ]]; then "$@"; else sudo "$@"; fi
}

# What was compiled in one clone is taken from ccache in another.
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1

# Builds targets with a preset: build PRESET [TARGET…].
build() {
  local preset=$1
  shift
  cmake --preset "$preset" -DCMAKE_EXPORT_COMPILE_COMMANDS=ON >"build/$preset.configure.log" 2>&1 ||
    { cat "build/$preset.configure.log" >&2; die "cannot configure $preset"; }
  cmake --build "build/$preset" --parallel "$(jobs)" ${1:+--target "$@"}
}
mkdir -p build
