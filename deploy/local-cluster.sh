#!/usr/bin/env bash
# A cluster of plain processes on one machine: PostgreSQL, silos, gateways, web. For tests and for a reader who wants to see it.
# Everything listens on loopback. Needs the installed PostgreSQL, curl, and the .NET SDK or a published node.
set -euo pipefail

usage() {
  cat <<'TEXT'
local-cluster.sh start [--dir DIR] [--silos N] [--gateways N] [--webs N] [--port BASE] [--register demo|load:N|none] [--node FILE]
local-cluster.sh status [--dir DIR]
local-cluster.sh kill NAME|NUMBER… [--signal KILL|TERM|STOP|CONT] [--dir DIR]     a number is a silo: kill 2 is kill silo2
local-cluster.sh again NAME|NUMBER… [--dir DIR]                                   starts a node that has ended
local-cluster.sh stop [--delete] [--dir DIR]                                      nodes first, PostgreSQL last

  --dir       where data, logs and PIDs are kept (default ./local-cluster); a directory that exists goes on with what it holds
  --port      first of 60 ports (default 21200)
  --node      the executable bluesky or bluesky.dll (default: that of this repository, built when it is missing)
  --register  demo: the invented register of the demonstration (default); load:N: N sites for a load; none
  --delete    deletes the directory after the stop
TEXT
}

die() { echo "local-cluster.sh: $*" >&2; exit 2; }

dir=local-cluster silos=3 gateways=2 webs=1 base=21200 register=demo node='' signal=KILL delete=no
names=()
[ $# -gt 0 ] || { usage; exit 2; }
command=$1; shift
while [ $# -gt 0 ]; do
  case $1 in
    --dir) dir=${2:?--dir needs a directory}; shift 2 ;;
    --silos) silos=${2:?--silos needs a number}; shift 2 ;;
    --gateways) gateways=${2:?--gateways needs a number}; shift 2 ;;
    --webs) webs=${2:?--webs needs a number}; shift 2 ;;
    --port) base=${2:?--port needs a number}; shift 2 ;;
    --register) register=${2:?--register needs a word}; shift 2 ;;
    --node) node=${2:?--node needs a file}; shift 2 ;;
    --signal) signal=${2:?--signal needs a name}; shift 2 ;;
    --delete) delete=yes; shift ;;
    -h|--help) usage; exit 0 ;;
    -*) die "$1 is not known; see --help" ;;
    *) names+=("$1"); shift ;;
  esac
done
for number in "$silos" "$gateways" "$webs" "$base"; do
  [[ $number =~ ^[0-9]+$ ]] || die "'$number' is no number"
done
for count in "$silos" "$gateways" "$webs"; do
  [ "$count" -le 9 ] || die "at most 9 of a kind: each has its own port of a row of ten"
done

# What the first start fixed (ports, numbers, register) holds for every later word.
settings() { printf '%s=%q\n' silos "$silos" gateways "$gateways" webs "$webs" base "$base" register "$register" node "$node"; }
load_settings() {
  [ -f "$dir/settings" ] || die "no cluster in $dir; start one with: local-cluster.sh start --dir $dir"
  # shellcheck source=/dev/null
  . "$dir/settings"
}

all_names() {
  local i
  for ((i = 1; i <= silos; i++)); do echo "silo$i"; done
  for ((i = 1; i <= gateways; i++)); do echo "gateway$i"; done
  for ((i = 1; i <= webs; i++)); do echo "web$i"; done
}

number_of() { echo "${1//[!0-9]/}"; }
health_port() {
  case $1 in
    silo*) echo $((base + 20 + $(number_of "$1"))) ;;
    gateway*) echo $((base + 40 + $(number_of "$1"))) ;;
    web*) echo $((base + 50 + $(number_of "$1"))) ;;
  esac
}
address() {
  local i; i=$(number_of "$1")
  case $1 in
    silo*) echo "127.0.0.1:$((base + i)) (silo)" ;;
    gateway*) echo "127.0.0.1:$((base + 30 + i)) (HJ 212)" ;;
    web*) echo "http://127.0.0.1:$((base + 50 + i)) (HTTP)" ;;
  esac
}

pid_of() { cat "$dir/$1.pid" 2>/dev/null || true; }
# The PID must still be our process: after a restart of the machine the number may be another's.
runs() {
  local pid; pid=$(pid_of "$1")
  [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null && tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -q -e bluesky -e postgres
}

find_postgres() {
  local place
  for place in "$(pg_config --bindir 2>/dev/null || true)" /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin; do
    [ -x "$place/initdb" ] && [ -x "$place/postgres" ] && bin=$place
  done
  [ -n "${bin:-}" ] || die "PostgreSQL is not installed: no initdb and postgres found (Debian: apt-get install postgresql)"
}

start_postgres() {
  find_postgres
  local socket=$dir/socket server_user='' as_server=()
  [ ${#socket} -le 90 ] || die "the path $dir is too long for a unix socket; give a shorter --dir"
  if [ "$(id -u)" -eq 0 ]; then
    # PostgreSQL refuses to run as root: then another user runs it.
    server_user=nobody
    if id postgres >/dev/null 2>&1; then server_user=postgres; fi
    as_server=(setpriv --reuid "$server_user" --regid "$(id -g "$server_user")" --clear-groups)
    chmod 711 "$dir"
    install -d -o "$server_user" -m 700 "$dir/postgres" "$socket"
  else
    install -d -m 700 "$dir/postgres" "$socket"
  fi
  "${as_server[@]}" test -w "$dir/postgres" || die "the user $server_user, who runs PostgreSQL, cannot reach $dir; give a --dir below /var/tmp"
  if [ ! -f "$dir/postgres/PG_VERSION" ]; then
    # Who may open the socket's directory (its owner and root) may use the server: no password in a file.
    "${as_server[@]}" "$bin/initdb" --pgdata "$dir/postgres" --username bluesky --auth trust --encoding UTF8 --no-locale >"$dir/initdb.log" 2>&1 ||
      { cat "$dir/initdb.log" >&2; die "initdb failed"; }
  fi
  if ! runs postgres; then
    (cd / && exec "${as_server[@]}" "$bin/postgres" -D "$dir/postgres" -k "$socket" -c listen_addresses='' -c max_connections=400 \
      -c shared_buffers=256MB) >>"$dir/postgres.log" 2>&1 </dev/null &
    echo $! >"$dir/postgres.pid"
  fi
  local i
  for ((i = 0; i < 100; i++)); do
    if "$bin/psql" -h "$socket" -U bluesky -d postgres -Atc 'SELECT 1' >/dev/null 2>&1; then
      "$bin/psql" -h "$socket" -U bluesky -d postgres -Atc "SELECT 1 FROM pg_database WHERE datname = 'bluesky'" | grep -q 1 ||
        "$bin/createdb" -h "$socket" -U bluesky bluesky
      return
    fi
    sleep 0.2
  done
  tail -5 "$dir/postgres.log" >&2
  die "PostgreSQL did not start; its log is $dir/postgres.log"
}

find_node() {
  if [ -z "$node" ]; then
    local root; root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
    node=$root/src/BlueSky.Host/bin/Release/net10.0/bluesky.dll
    [ -f "$node" ] || dotnet build -c Release "$root/src/BlueSky.Host" -v quiet
  fi
  [ -f "$node" ] || die "there is no node at $node"
  node=$(cd "$(dirname "$node")" && pwd)/$(basename "$node")
}

start_node() {
  local name=$1 i run words
  i=$(number_of "$name")
  if runs "$name"; then echo "$name runs already"; return; fi
  run=("$node")
  [[ $node != *.dll ]] || run=(dotnet "$node")
  words=(serve --data "$dir/data" --health "127.0.0.1:$(health_port "$name")")
  case $name in
    silo*) words+=(--roles silo --register "$register" --silo "127.0.0.1:$((base + i)):$((base + 10 + i))") ;;
    gateway*) words+=(--roles gateway --gateway "127.0.0.1:$((base + 30 + i))") ;;
    web*)
      # The web port answers /health/… too; a port of its own would only be one more.
      words=(serve --data "$dir/data" --roles web --web "http://127.0.0.1:$((base + 50 + i))") ;;
    *) die "'$name' is no node: $(all_names | tr '\n' ' ')" ;;
  esac
  BLUESKY_POSTGRES="Host=$dir/socket;Username=bluesky;Database=bluesky" Gateway__Name=$name \
    nohup "${run[@]}" "${words[@]}" >>"$dir/$name.log" 2>&1 </dev/null &
  echo $! >"$dir/$name.pid"
}

ready() { curl -s -o /dev/null -m 3 -w '%{http_code}' "http://127.0.0.1:$(health_port "$1")/health/ready" 2>/dev/null || true; }
reason() { curl -s -m 3 "http://127.0.0.1:$(health_port "$1")/health/ready" 2>/dev/null || true; }

wait_ready() {
  local name tries
  for name in "$@"; do
    for ((tries = 0; tries < 600; tries++)); do
      [ "$(ready "$name")" != 200 ] || continue 2
      runs "$name" || { tail -5 "$dir/$name.log" >&2; die "$name ended; its log is $dir/$name.log"; }
      sleep 0.3
    done
    die "$name is not ready: $(reason "$name")"
  done
}

status() {
  local name
  printf '%-10s %-8s %-9s %s\n' name pid state address
  printf '%-10s %-8s %-9s %s\n' postgres "$(pid_of postgres)" "$(runs postgres && echo runs || echo ended)" "$dir/socket (unix socket), database bluesky"
  for name in $(all_names); do
    if ! runs "$name"; then
      printf '%-10s %-8s %-9s %s\n' "$name" - ended "$(address "$name")"
    elif [ "$(ready "$name")" = 200 ]; then
      printf '%-10s %-8s %-9s %s\n' "$name" "$(pid_of "$name")" ready "$(address "$name")"
    else
      printf '%-10s %-8s %-9s %s %s\n' "$name" "$(pid_of "$name")" 'not ready' "$(address "$name")" "$(reason "$name")"
    fi
  done
  echo "administrator's key: $dir/data/admin.key    logs: $dir/*.log"
}

# Nodes are asked; what does not listen within 40 s (30 s is their own limit) is killed.
end() {
  local name=$1 sign=$2 tries pid
  runs "$name" || return 0
  pid=$(pid_of "$name")
  kill -CONT "$pid" 2>/dev/null || true
  kill "-$sign" "$pid"
  for ((tries = 0; tries < 200; tries++)); do
    runs "$name" || { rm -f "$dir/$name.pid"; return 0; }
    sleep 0.2
  done
  echo "$name does not stop and is killed" >&2
  kill -KILL "$pid"
}

full_names() {
  local name
  [ ${#names[@]} -gt 0 ] || die "$command: name a node: $(all_names | tr '\n' ' ')"
  for name in "${names[@]}"; do
    [[ ! $name =~ ^[0-9]+$ ]] || name=silo$name
    all_names | grep -qx "$name" || die "'$name' is no node: $(all_names | tr '\n' ' ')"
    echo "$name"
  done
}

[ "$command" != start ] || mkdir -p "$dir/data"
[ -d "$dir" ] || die "there is no directory $dir"
dir=$(cd "$dir" && pwd)
case $command in
  start)
    if [ -f "$dir/settings" ]; then load_settings; else find_node; settings >"$dir/settings"; fi
    find_node
    start_postgres
    for name in $(all_names); do start_node "$name"; done
    # shellcheck disable=SC2046 # names have no blanks
    wait_ready $(all_names)
    status ;;
  status) load_settings; status ;;
  kill)
    load_settings
    wanted=$(full_names)
    for name in $wanted; do
      runs "$name" || die "$name does not run"
      kill "-$signal" "$(pid_of "$name")"
      echo "$name (PID $(pid_of "$name")) got $signal"
    done ;;
  again)
    load_settings
    find_node
    wanted=$(full_names)
    for name in $wanted; do start_node "$name"; done
    # shellcheck disable=SC2086 # names have no blanks
    wait_ready $wanted
    status ;;
  stop)
    load_settings
    for name in $(all_names | tac); do end "$name" TERM; done
    end postgres INT
    if [ "$delete" = yes ]; then rm -rf "$dir"; fi ;;
  -h|--help|help) usage ;;
  *) usage; exit 2 ;;
esac
