#!/usr/bin/env bash
# Measures what a message costs by its request's size, by connections, drains and rules, writes docs/scaling.csv, and draws
# docs/scaling.svg from it. About 5 minutes; wants a quiet machine.
#
#   scripts/load/curves.sh [--seconds 6] [--seed N]
#
#   --seconds   for each point, in slices of 2 s; the points of a curve take turns
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. scripts/load/common.sh

seconds=6
BATCHES='1 3 10 30 100 300 1000'
CONNECTIONS='1 4 16 64 256 1000'
COUNTS='1 3 10 30 100' # drains, rules

while [ $# -gt 0 ]; do
  case $1 in
    --seconds) seconds=$2; shift ;;
    --seed) seed=$2; shift ;;
    -h | --help) sed -n '2,7s/^# \{0,1\}//p' scripts/load/curves.sh; exit 0 ;;
    *) sed -n '5s/^# *//p' scripts/load/curves.sh >&2; exit 64 ;;
  esac
  shift
done
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
for batch in $BATCHES 1000 50; do
  slice full bodies "$batch" 2 warm
done
for count in $COUNTS; do
  start_server "rules-$count" "$count" 1
  slice "rules-$count" bodies 50 6 warm
done
curve batch by_batch "$BATCHES"
curve connections by_connections "$CONNECTIONS"
curve drains by_drains "$COUNTS"
curve rules by_rules "$COUNTS"
{
  printf 'curve,size,ns a message\n'
  points batch full '' "$BATCHES"
  points connections full 50 "$CONNECTIONS"
  points drains full 50 "$COUNTS"
  points rules rules-POINT 50 "$COUNTS"
} >"$work/scaling.csv"
cp "$work/scaling.csv" docs/scaling.csv
"${jvm[0]}" scripts/load/Curves.java docs/scaling.csv docs/scaling.svg "$(machine), one core, $seconds s a point"
cat docs/scaling.csv
printf 'took %d s\n' "$SECONDS"
