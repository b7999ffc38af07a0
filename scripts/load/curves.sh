#!/usr/bin/env bash
# Measures what a message costs by its request's size, by connections, drains and rules, writes docs/scaling.csv, and draws
# docs/scaling.svg from it. About 5 minutes; wants a quiet machine.
#
#   scripts/load/curves.sh [--seconds 6] [--seed N] [--only CURVE]
#
#   --seconds   for each point, in slices of 2 s; the points of a curve take turns
#   --only      batch, connections, drains or rules: measures this one, and keeps the table's others
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. scripts/load/common.sh

seconds=6
only=
BATCHES='1 3 10 30 100 300 1000'
CONNECTIONS='1 4 16 64 256 1000'
COUNTS='1 3 10 30 100' # drains, rules

while [ $# -gt 0 ]; do
  case $1 in
    --seconds) seconds=$2; shift ;;
    --seed) seed=$2; shift ;;
    --only) only=$2; shift ;;
    -h | --help) sed -n '2,8s/^# \{0,1\}//p' scripts/load/curves.sh; exit 0 ;;
    *) sed -n '5s/^# *//p' scripts/load/curves.sh >&2; exit 64 ;;
  esac
  shift
done
case $only in
  '' | batch | connections | drains | rules) ;;
  *) printf 'load: --only: %s (expected: batch, connections, drains or rules)\n' "$only" >&2; exit 64 ;;
esac
need_all
build_all

# Takes the points of a curve in turn, so that a slow minute of the machine falls on all of them.
curve() { # name, function that measures a point, points
  local point passed
  for point in $3; do
    rm -f "$work"/*."$1-$point"
  done
  for ((passed = 0; passed < seconds; passed += SLICE)); do
    for point in $3; do
      "$2" "$1-$point" "$point"
    done
  done
}

by_batch() { # file, messages a request
  slice full bodies "$2" $SLICE "$1"
}

by_connections() { # file, connections
  connections=$2 slice full bodies 50 $SLICE "$1"
}

by_drains() { # file, drains
  slice full bodies 50 $SLICE "$1" "$2"
}

by_rules() { # file, rules
  slice "rules-$2" bodies 50 $SLICE "$1"
}

measure() { # name, function that measures a point, server, messages a request or empty for the point itself, points
  if [ -n "$only" ] && [ "$only" != "$1" ]; then
    sed -n "/^$1,/p" docs/scaling.csv
  else
    curve "$1" "$2" "$5"
    points "$1" "$3" "$4" "$5"
  fi
}

points() { # name, server, messages a request or empty for the point itself, points
  local point us
  for point in $4; do
    read -r us _ <<<"$(sums "${2/POINT/$point}" "$1-$point")"
    printf '%s,%d,%.0f\n' "$1" "$point" "$(awk -v us="$us" -v batch="${3:-$point}" 'BEGIN { print us * 1000 / batch }')"
  done
}

make_corpus bodies 0 $BATCHES 50 >/dev/null
start_slack
start_server full 0 100
warm_up full bodies $BATCHES 50
for count in $COUNTS; do
  start_server "rules-$count" "$count" 1
done
for count in $COUNTS; do
  warm_up "rules-$count" bodies 50
done
{
  printf 'curve,size,ns a message\n'
  measure batch by_batch full '' "$BATCHES"
  measure connections by_connections full 50 "$CONNECTIONS"
  measure drains by_drains full 50 "$COUNTS"
  measure rules by_rules rules-POINT 50 "$COUNTS"
} >"$work/scaling.csv"
cp "$work/scaling.csv" docs/scaling.csv
"${jvm[0]}" scripts/load/Curves.java docs/scaling.csv docs/scaling.svg "$(machine), one core, $seconds s a point"
cat docs/scaling.csv
printf 'took %d s\n' "$SECONDS"
