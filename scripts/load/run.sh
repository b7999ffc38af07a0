#!/usr/bin/env bash
# Measures the server as shipped against a bare Netty server that discards what it is sent, in alternating slices of one run,
# the server pinned to one core and wrk to another.
#
#   scripts/load/run.sh [--batch "1 10 50 100 1000"] [--connections 64] [--accept 0|40|100] [--rules N] [--seconds N]
#                       [--heap SIZE] [--seed N] [--no-latency]
#
#   --batch        messages a request, one row of the table each
#   --connections  kept-alive connections
#   --accept       how many messages of a hundred a rule lets through to a channel; the rest is filtered
#   --rules        further rules, each looking for a text that never comes
#   --seconds      for each row and server, in slices of 2 s
#   --heap         -Xmx and the most direct memory, as 64m; else the launcher's
#
# CPU is user and system time of the server's process, from /proc: requests a second say little, wrk is the slower of the two.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

batches='1 10 50 100 1000'
connections=64
accept=0
rules=0
seconds=10
heap=''
seed=1
latency=true
SLICE=2

usage() {
  sed -n '2,16s/^# \{0,1\}//p' scripts/load/run.sh
}

while [ $# -gt 0 ]; do
  case $1 in
    --batch) batches=$2; shift ;;
    --connections) connections=$2; shift ;;
    --accept) accept=$2; shift ;;
    --rules) rules=$2; shift ;;
    --seconds) seconds=$2; shift ;;
    --heap) heap=$2; shift ;;
    --seed) seed=$2; shift ;;
    --no-latency) latency=false ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 64 ;;
  esac
  shift
done
case $accept in 0 | 40 | 100) ;; *) printf 'load: --accept: %s (expected: 0, 40 or 100)\n' "$accept" >&2; exit 64 ;; esac

need() { # program, package
  command -v "$1" >/dev/null || { printf 'load: %s is missing. Install it, as with: apt install %s\n' "$1" "$2" >&2; exit 69; }
}
need wrk wrk
need taskset util-linux
if [ "$(nproc)" -lt 2 ]; then
  printf 'load: one core only (expected: 2, one for the server and one for wrk)\n' >&2
  exit 69
fi

work=$(mktemp -d)
pids=()
stop() {
  trap - EXIT INT TERM
  [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap stop EXIT
trap 'stop; exit 130' INT TERM

fail() {
  printf 'load: %s\n' "$1" >&2
  [ ! -s "${2:-/nonexistent}" ] || tail -n 20 "$2" >&2
  exit 70
}

await() { # file, sed expression that prints what is awaited
  local i found
  for ((i = 0; i < 200; i++)); do
    found=$(sed -n "$2" "$1" | head -n 1)
    if [ -n "$found" ]; then
      printf '%s' "$found"
      return
    fi
    sleep 0.1
  done
  fail "nothing starts: $1" "$1"
}

# --- what runs ---

if [ -n "$heap" ]; then
  export SPILLWAY_JAVA_OPTS="${SPILLWAY_JAVA_OPTS:-} -Xmx$heap -XX:MaxDirectMemorySize=$heap"
fi
scripts/spillway version >/dev/null # builds if needed
# What the test parts need: their classes, and libraries that the server has not.
if [ ! -f server/target/test-classpath ] ||
  [ -n "$(find server/src/test/java server/src/main codec/src/main pom.xml server/pom.xml -type f -newer server/target/test-classpath | head -n 1)" ]; then
  printf 'load: building the test parts ...\n' >&2
  mvn -B -q -DskipTests -Dspotless.check.skip=true package \
    dependency:build-classpath -Dmdep.outputFile=target/test-classpath -Dmdep.includeScope=test >&2
  touch server/target/test-classpath server/target/spillway-server-*.jar
  scripts/spillway --archive || true
fi
mapfile -t jvm < <(scripts/spillway --jvm serve)
classpath=${jvm[-1]}:server/target/test-classes:$(<server/target/test-classpath)
# The yardstick runs on the same JVM with the same flags, without the server's class data archive.
bare_jvm=()
for argument in "${jvm[@]:0:${#jvm[@]}-2}"; do
  case $argument in -XX:SharedArchiveFile=*) ;; *) bare_jvm+=("$argument") ;; esac
done
test_main=("${bare_jvm[@]}" -cp "$classpath")

corpus=$("${test_main[@]}" spillway.server.testing.Corpus "$work/bodies" "$seed" "$accept" $batches)

taskset -c 1 "${test_main[@]}" spillway.server.testing.SlackServer >"$work/slack" 2>&1 &
pids+=($!)
webhook=$(await "$work/slack" 's/^webhook=//p')

{
  printf 'listen: {address: "127.0.0.1:0"}\nadmin: {address: "127.0.0.1:0"}\n'
  printf 'drains: [{name: load, credentials: ["user:password"]}]\n'
  printf 'channels: [{name: load, webhook: "%s"}]\n' "$webhook"
  printf 'store: {directory: %s/store, max-size: 16GiB} # the load is faster than any channel\nrules:\n' "$work"
  for ((i = 1; i <= rules; i++)); do
    printf '  - {name: rule-%d, when: {text: {contains: "needle number %d"}}, drop: true}\n' "$i" "$i"
  done
  printf '  - {name: losses, when: {code: L10}, drop: true}\n'
  printf '  - {name: warnings, when: {min-severity: warning}, post-to: [load]}\n'
  [ "$accept" -lt 100 ] || printf '  - {name: all, when: {min-severity: debug}, post-to: [load]}\n'
} >"$work/spillway.yml"
SPILLWAY_LOG_LEVEL=INFO taskset -c 0 "${jvm[@]}" spillway.server.Main serve --config "$work/spillway.yml" \
  >"$work/full.log" 2>&1 &
full=$!
pids+=("$full")
full_port=$(await "$work/full.log" 's/.*INFO  listening: address=[^ ]*:\([0-9]*\).*/\1/p')
admin_port=$(await "$work/full.log" 's/.*INFO  admin listening: address=[^ ]*:\([0-9]*\).*/\1/p')

taskset -c 0 "${test_main[@]}" spillway.server.testing.BareServer >"$work/bare" 2>&1 &
bare=$!
pids+=("$bare")
bare_port=$(await "$work/bare" 's/^port=//p')

# --- measuring ---

cpu_ticks() { # pid
  local stat
  stat=$(<"/proc/$1/stat")
  stat=${stat##*) }
  set -- $stat
  printf '%d' $((${12} + ${13}))
}

slice() { # name, pid, port, batch, seconds, delay: appends "ticks requests us p50 p99 max failed"
  local before after result
  before=$(cpu_ticks "$2")
  result=$(BODIES=$work/bodies/$4 COUNT=$(ls "$work/bodies/$4" | wc -l) BATCH=$4 DELAY=$6 \
    AUTHORIZATION="Basic $(printf user:password | base64)" \
    taskset -c 1 wrk -t 1 -c "$connections" -d "${5}s" --timeout 10s -s scripts/load/post.lua "http://127.0.0.1:$3/logs" |
    sed -n 's/^result //p')
  after=$(cpu_ticks "$2")
  [ -n "$result" ] || fail 'wrk says nothing' "$work/full.log"
  printf 'ticks=%d %s\n' $((after - before)) "$result" >>"$work/$1.slices"
}

# sums of a file of slices: us of CPU a request, requests a second, p50 and p99 (ms, mean and worst), failed
sums() { # file
  awk -v hz="$(getconf CLK_TCK)" '
    { for (i = 1; i <= NF; i++) { split($i, part, "="); v[part[1]] = part[2] }
      ticks += v["ticks"]; requests += v["requests"]; us += v["us"]; p50 += v["p50"]; failed += v["failed"]
      if (v["p99"] > p99) p99 = v["p99"] }
    END { if (!requests) requests = 1
      printf "%.2f %.0f %.2f %.2f %d", ticks / hz * 1e6 / requests, requests / us * 1e6, p50 / NR / 1000, p99 / 1000, failed }' "$1"
}

memory() { # pid: peak resident MiB
  awk '/^VmHWM/ { printf "%d", $2 / 1024 }' "/proc/$1/status"
}

metric() { # sum over all labels
  curl -s "http://127.0.0.1:$admin_port/metrics" 2>/dev/null |
    awk -v name="$1" 'index($1, name) == 1 { sum += $2 } END { printf "%.0f", sum }'
}

goal() { # batch
  case $1 in 1) echo 1.3 ;; 10) echo 1.5 ;; 50) echo 2.4 ;; 100) echo 3.0 ;; 1000) echo 4.6 ;; *) echo - ;; esac
}

printf '%s; %s; %s\n' "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(uname -sr)" \
  "$("${jvm[0]}" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/Java \1/p')"
printf '%s; %s connections, %s %% accepted, %s further rules, %s s a cell, seed %s\n\n' \
  "$corpus" "$connections" "$accept" "$rules" "$seconds" "$seed"

last=${batches##* }
for batch in $batches; do # warm both up, on every path
  slice warm "$full" "$full_port" "$batch" 2 0
  slice warm "$bare" "$bare_port" "$batch" 1 0
done
slice warm "$full" "$full_port" "$last" 4 0

printf '%6s | %9s %9s %6s %5s %4s | %8s %9s %10s | %7s %7s | %s\n' batch bare-us full-us ratio goal met 'ns/msg' 'full req/s' \
  'msg/s' 'p50 ms' 'p99 ms' failed
for batch in $batches; do
  rm -f "$work"/{bare,full}.slices
  for ((done_seconds = 0; done_seconds < seconds; done_seconds += SLICE)); do
    slice bare "$bare" "$bare_port" "$batch" $SLICE 0
    slice full "$full" "$full_port" "$batch" $SLICE 0
  done
  read -r bare_us bare_rate _ _ bare_failed <<<"$(sums "$work/bare.slices")"
  read -r full_us full_rate p50 p99 failed <<<"$(sums "$work/full.slices")"
  awk -v batch="$batch" -v bare="$bare_us" -v full="$full_us" -v goal="$(goal "$batch")" -v rate="$full_rate" -v p50="$p50" \
    -v p99="$p99" -v failed=$((failed + bare_failed)) -v accept="$accept" 'BEGIN {
      ratio = full / bare
      met = accept > 0 || goal == "-" ? "-" : ratio <= goal ? "yes" : "NO"
      printf "%6d | %9.1f %9.1f %6.2f %5s %4s | %8.0f %9.0f %10.0f | %7.2f %7.2f | %d\n", batch, bare, full, ratio,
        goal, met, full * 1000 / batch, rate, rate * batch, p50, p99, failed }'
done

if [ "$latency" = true ]; then
  batch=${batches%% *}
  case " $batches " in *' 50 '*) batch=50 ;; esac
  rm -f "$work"/{bare,full}.slices
  slice full "$full" "$full_port" "$batch" 2 0
  read -r _ rate _ <<<"$(sums "$work/full.slices")"
  delay=$(awk -v c="$connections" -v r="$rate" 'BEGIN { printf "%.2f", 2000 * c / r }')
  rm -f "$work/full.slices"
  for _ in 1 2 3; do
    slice bare "$bare" "$bare_port" "$batch" $SLICE "$delay"
    slice full "$full" "$full_port" "$batch" $SLICE "$delay"
  done
  read -r _ bare_rate bare_p50 bare_p99 _ <<<"$(sums "$work/bare.slices")"
  read -r _ full_rate full_p50 full_p99 _ <<<"$(sums "$work/full.slices")"
  printf '\nlatency at batch %d and about half the rate (%d and %d req/s): bare p50 %s p99 %s ms; full p50 %s p99 %s ms (goals: p50 <= 1.25x, p99 <= 1.5x)\n' \
    "$batch" "$bare_rate" "$full_rate" "$bare_p50" "$bare_p99" "$full_p50" "$full_p99"
fi
printf '\nmemory, peak resident: bare %s MiB, full %s MiB\n' "$(memory "$bare")" "$(memory "$full")"
if command -v curl >/dev/null; then
  printf 'messages: received %s, filtered %s, accepted %s\n' "$(metric spillway_messages_received_total)" \
    "$(metric spillway_messages_filtered_total)" "$(metric spillway_messages_accepted_total)"
fi
printf 'again: scripts/load/run.sh --batch "%s" --connections %s --accept %s --rules %s --seconds %s --seed %s%s\n' \
  "$batches" "$connections" "$accept" "$rules" "$seconds" "$seed" "${heap:+ --heap $heap}"
