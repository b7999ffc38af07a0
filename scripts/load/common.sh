# shellcheck shell=bash
# What run.sh, curves.sh and scripts/bench share: builds, starts servers pinned to core 0, posts to them from core 1, adds up
# what came of it. Sourced, with the working directory at the checkout's root.

SLICE=2          # seconds of one slice
connections=64   # kept-alive connections; the scripts that source this may change it
seed=1
work=$(mktemp -d)
pids=()
declare -A pid port admin # of each server, by its name

stop_all() {
  trap - EXIT INT TERM
  [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap stop_all EXIT
trap 'stop_all; exit 130' INT TERM

fail() { # text, log to show the end of
  printf 'load: %s\n' "$1" >&2
  [ ! -s "${2:-/nonexistent}" ] || tail -n 20 "$2" >&2
  exit 70
}

need() { # program, package
  command -v "$1" >/dev/null || { printf 'load: %s is missing. Install it, as with: apt install %s\n' "$1" "$2" >&2; exit 69; }
}

need_all() {
  need wrk wrk
  need curl curl
  need taskset util-linux
  if [ "$(nproc)" -lt 2 ]; then
    printf 'load: one core only (expected: 2, one for the server and one for wrk)\n' >&2
    exit 69
  fi
}

await() { # file, sed expression that prints what is awaited
  local i found
  for ((i = 0; i < 400; i++)); do
    found=$(sed -n "$2" "$1" | head -n 1)
    if [ -n "$found" ]; then
      printf '%s' "$found"
      return
    fi
    sleep 0.05
  done
  fail "nothing starts: $1" "$1"
}

# Builds the server and the test parts: their classes, and libraries that the server has not. Sets jvm, test_main.
build_all() {
  local argument
  scripts/spillway version >/dev/null
  if [ ! -f server/target/test-classpath ] ||
    [ -n "$(find server/src codec/src pom.xml server/pom.xml codec/pom.xml -type f -newer server/target/test-classpath | head -n 1)" ]; then
    printf 'load: building the test parts ...\n' >&2
    MAVEN_OPTS="${MAVEN_OPTS:-} -Djansi.noreset=true" mvn -B -q -DskipTests -Dspotless.check.skip=true package \
      dependency:build-classpath -Dmdep.outputFile=target/test-classpath -Dmdep.includeScope=test >&2
    touch server/target/test-classpath server/target/spillway-server-*.jar # Maven leaves a jar that would not change
  fi
  mapfile -t jvm < <(scripts/spillway --jvm serve)
  if [[ "${jvm[*]}" != *-XX:SharedArchiveFile=* ]]; then
    scripts/spillway --archive || true
    mapfile -t jvm < <(scripts/spillway --jvm serve)
  fi
  # The test parts run on the same JVM with the same flags, without the server's class data archive.
  test_main=()
  for argument in "${jvm[@]:0:${#jvm[@]}-2}"; do
    case $argument in -XX:SharedArchiveFile=*) ;; *) test_main+=("$argument") ;; esac
  done
  test_main+=(-cp "${jvm[-1]}:server/target/test-classes:$(<server/target/test-classpath)")
}

make_corpus() { # directory, share of alarming messages, batch sizes
  "${test_main[@]}" spillway.server.testing.Corpus "$work/$1" "$seed" "${@:2}"
}

start_slack() { # sets webhook
  taskset -c 1 "${test_main[@]}" spillway.server.testing.SlackServer >"$work/slack" 2>&1 &
  pids+=($!)
  webhook=$(await "$work/slack" 's/^webhook=//p')
}

configuration() { # name, further rules, drains
  local i
  printf 'listen: {address: "127.0.0.1:0"}\nadmin: {address: "127.0.0.1:0"}\ndrains:\n'
  printf '  - {name: kept, credentials: ["kept:password"]}\n'
  for ((i = 1; i <= $3; i++)); do
    printf '  - {name: load-%d, credentials: ["user-%d:password"]}\n' "$i" "$i"
  done
  # The second channel's address answers nobody: what goes there stays in the store.
  printf 'channels: [{name: load, webhook: "%s"}, {name: kept, webhook: "http://127.0.0.1:1/"}]\n' "$webhook"
  printf 'store: {directory: %s/%s.store, max-size: 16GiB} # the load is faster than any channel\nrules:\n' "$work" "$1"
  printf '  - {name: kept, when: {drain: kept}, post-to: [kept]}\n'
  for ((i = 1; i <= $2; i++)); do
    printf '  - {name: rule-%d, when: {text: {contains: "needle number %03d"}}, drop: true}\n' "$i" "$i"
  done
  printf '  - {name: losses, when: {code: L10}, drop: true}\n'
  printf '  - {name: warnings, when: {min-severity: warning}, post-to: [load]}\n'
}

start_server() { # name, further rules, drains, JVM flags...
  local log=$work/$1.log
  configuration "$1" "$2" "$3" >"$work/$1.yml"
  SPILLWAY_LOG_LEVEL=INFO SPILLWAY_JAVA_OPTS="${SPILLWAY_JAVA_OPTS:-} ${*:4}" taskset -c 0 \
    scripts/spillway serve --config "$work/$1.yml" >"$log" 2>&1 & # which becomes the server
  pid[$1]=$!
  pids+=($!)
  port[$1]=$(await "$log" 's/.*INFO  listening: address=[^ ]*:\([0-9]*\).*/\1/p')
  admin[$1]=$(await "$log" 's/.*INFO  admin listening: address=[^ ]*:\([0-9]*\).*/\1/p')
}

start_bare() { # name, JVM flags...
  taskset -c 0 "${test_main[@]:0:${#test_main[@]}-2}" "${@:2}" "${test_main[@]: -2}" \
    spillway.server.testing.BareServer >"$work/$1.log" 2>&1 &
  pid[$1]=$!
  pids+=($!)
  port[$1]=$(await "$work/$1.log" 's/^port=//p')
}

stop_server() { # name
  kill -9 "${pid[$1]}"
  wait "${pid[$1]}" 2>/dev/null || true
}

cpu_ticks() { # pid
  task_ticks "/proc/$1/stat"
}

task_ticks() { # stat, of a process or of a thread
  local stat
  stat=$(<"$1")
  stat=${stat##*) }
  set -- $stat
  printf '%d' $((${12} + ${13}))
}

authorizations() { # drains
  local i
  for ((i = 1; i <= $1; i++)); do
    printf 'Basic %s\n' "$(printf 'user-%d:password' "$i" | base64)"
  done
}

# Posts for some seconds, and appends "ticks requests us p50 p99 max failed" to NAME.FILE.
slice() { # server, directory of bodies, batch, seconds, file, drains
  local before after result
  before=$(cpu_ticks "${pid[$1]}")
  result=$(BODIES=$work/$2/$3 COUNT=$(ls "$work/$2/$3" | wc -l) BATCH=$3 AUTHORIZATIONS=$(authorizations "${6:-1}") \
    taskset -c 1 wrk -t 1 -c "$connections" -d "${4}s" --timeout 10s -s scripts/load/post.lua \
    "http://127.0.0.1:${port[$1]}/logs" | sed -n 's/^result //p')
  after=$(cpu_ticks "${pid[$1]}")
  [ -n "$result" ] || fail 'wrk says nothing' "$work/$1.log"
  printf 'ticks=%d %s\n' $((after - before)) "$result" >>"$work/$1.$5"
}

compiler_ticks() { # pid: what its JVM's compilers have used
  local task name ticks=0
  for task in "/proc/$1/task/"*; do
    name=$(cat "$task/comm" 2>/dev/null) || continue # a compiler's thread ends when it has been idle
    case $name in C[12]\ Compiler*) ticks=$((ticks + $(task_ticks "$task/stat" 2>/dev/null || echo 0))) ;; esac
  done
  printf '%d' "$ticks"
}

# Loads a server until its JVM compiles less than a twentieth of the time, or for 40 s; each batch at least once. On one core
# the compilers take most of it for 15 s.
warm_up() { # server, directory of bodies, batches...
  local batch before i
  for batch in "${@:3}"; do
    for ((i = 0; i < 40 / SLICE; i++)); do
      before=$(compiler_ticks "${pid[$1]}")
      slice "$1" "$2" "$batch" $SLICE warm
      [ $(($(compiler_ticks "${pid[$1]}") - before)) -gt $((SLICE * $(getconf CLK_TCK) / 20)) ] || break
    done
  done
}

# Sums of a file of slices: us of CPU a request, requests a second, p50 and p99 (ms, mean and worst), failed.
sums() { # server, file
  awk -v hz="$(getconf CLK_TCK)" '
    { for (i = 1; i <= NF; i++) { split($i, part, "="); v[part[1]] = part[2] }
      ticks += v["ticks"]; requests += v["requests"]; us += v["us"]; p50 += v["p50"]; failed += v["failed"]
      if (v["p99"] > p99) p99 = v["p99"] }
    END { if (!requests) requests = 1
      printf "%.2f %.0f %.2f %.2f %d\n", ticks / hz * 1e6 / requests, requests / us * 1e6, p50 / NR / 1000, p99 / 1000, failed }' \
    "$work/$1.$2"
}

resident() { # pid, VmRSS or VmHWM (the peak): MiB
  awk -v what="$2:" '$1 == what { printf "%d", $2 / 1024 }' "/proc/$1/status"
}

metric() { # server, name: the sum over all labels
  curl -s "http://127.0.0.1:${admin[$1]}/metrics" |
    awk -v name="$2" 'index($1, name) == 1 { sum += $2 } END { printf "%.0f", sum }'
}

quotient() { # a, b, format
  awk -v a="$1" -v b="$2" -v format="${3:-%.2f}" 'BEGIN { printf format, (b ? a / b : 0) }'
}

machine() {
  printf '%s; %s; %s\n' "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(uname -sr)" \
    "$("${jvm[0]}" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/Java \1/p')"
}
