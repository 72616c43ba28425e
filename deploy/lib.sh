# Shared by the scripts of deploy/: where things are, messages, and programs that run in the background.
# To be sourced by bash with `set -euo pipefail`.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/hotline
asterisk_root=$cache/asterisk-sid
minio_version=v0.0.0-20260212201848-7aac2a2c5b7c
minio=$cache/bin/minio-20260212201848

say() { printf '\033[1m▸\033[0m %s\n' "$*"; }
die() { printf '\033[1;31m✗ %s\033[0m\n' "$*" >&2; exit 1; }

# as_root COMMAND...
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# started PID: when the process began, in clock ticks after boot. With it a pid names one process for ever.
started() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  set -- ${stat##*) }
  printf '%s' "${20}"
}

# running NAME: is the program alive that spawn started under this name? Sets $pid.
running() {
  local ticks
  read -r pid ticks 2>/dev/null <"$run/$1.pid" || return 1
  [ "$(started "$pid")" = "$ticks" ]
}

# spawn NAME COMMAND...: starts the program in a session of its own, its output in $log/NAME.log. $run and $log are
# the caller's. One that runs already is left alone.
spawn() {
  local name=$1
  shift
  if running "$name"; then return 0; fi
  mkdir -p "$run" "$log"
  # Descriptor 9 is the scripts' lock, which a program that stays must not inherit.
  setsid "$@" >>"$log/$name.log" 2>&1 </dev/null 9>&- &
  pid=$!
  printf '%s %s\n' "$pid" "$(started "$pid")" >"$run/$name.pid"
  disown "$pid"
}

# quit NAME SECONDS: asks the program to end, and ends it when it does not in that time.
quit() {
  local i
  if running "$1"; then
    kill -TERM "$pid" 2>/dev/null || true
    for ((i = 0; i < $2 * 10; i++)); do
      running "$1" || break
      sleep 0.1
    done
    if running "$1"; then
      say "$1 не завершився за $2 с — зупиняю примусово"
      kill -KILL "$pid" 2>/dev/null || true
    fi
  fi
  rm -f "$run/$1.pid"
}

# wait_for WHAT SECONDS NAME COMMAND...: until the command succeeds; fails at once when the program NAME has ended.
wait_for() {
  local what=$1 seconds=$2 name=$3 i
  shift 3
  for ((i = 0; i < seconds * 10; i++)); do
    if "$@" >/dev/null 2>&1; then return 0; fi
    if [ "$name" != - ] && ! running "$name"; then
      tail -n 20 "$log/$name.log" >&2 || true
      die "$what: програма завершилась. Журнал: $log/$name.log"
    fi
    sleep 0.1
  done
  [ "$name" = - ] || tail -n 20 "$log/$name.log" >&2 || true
  die "$what: немає відповіді за $seconds с"
}

# port_free HOST PORT
port_free() { ! (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null; }

pg_bin() {
  local dir
  dir=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
  [ -x "$dir/initdb" ] && printf '%s' "$dir"
}

# as_postgres COMMAND...: PostgreSQL refuses to run as root.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

# postgres_up DIR PORT PASSWORD OPTIONS...: a cluster of its own on the loopback, made when there is none.
# Its superuser is hotline; there is no socket in the file system.
postgres_up() {
  local dir=$1 port=$2 password=$3 bin secret
  shift 3
  bin=$(pg_bin) || die "немає PostgreSQL: виконайте deploy/install"
  if as_postgres "$bin/pg_ctl" -D "$dir" status >/dev/null 2>&1; then return 0; fi
  port_free 127.0.0.1 "$port" || die "порт 127.0.0.1:$port зайнятий: PostgreSQL не запуститься"
  mkdir -p "$dir" "$log"
  if [ "$(id -u)" = 0 ]; then
    chown -R postgres: "$dir"
    as_postgres test -w "$dir" || die "користувач postgres не може дійти до $dir: перенесіть теку проєкту туди, де її можна читати"
  fi
  if [ ! -s "$dir/PG_VERSION" ]; then
    secret=$(mktemp)
    printf '%s\n' "$password" >"$secret"
    [ "$(id -u)" != 0 ] || chown postgres "$secret"
    as_postgres "$bin/initdb" -D "$dir" -U hotline --pwfile="$secret" --auth=scram-sha-256 -E UTF8 --locale=C.UTF-8 >"$log/initdb.log" 2>&1 ||
      { rm -f "$secret"; tail -n 20 "$log/initdb.log" >&2; die "PostgreSQL: не вдалося створити кластер"; }
    rm -f "$secret"
  fi
  as_postgres "$bin/pg_ctl" -D "$dir" -w -t 60 -s -l "$dir/server.log" \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' $*" start 9>&- </dev/null ||
    { tail -n 20 "$dir/server.log" >&2; die "PostgreSQL не запустився. Журнал: $dir/server.log"; }
}

# postgres_down DIR
postgres_down() {
  local bin
  bin=$(pg_bin) || return 0
  [ -s "$1/PG_VERSION" ] || return 0
  as_postgres "$bin/pg_ctl" -D "$1" status >/dev/null 2>&1 || return 0
  as_postgres "$bin/pg_ctl" -D "$1" -s -w -t 60 -m fast stop
}

# postgres_database PORT PASSWORD NAME: makes the database when there is none.
postgres_database() {
  local psql="$(pg_bin)/psql"
  export PGPASSWORD=$2
  if [ -z "$("$psql" -h 127.0.0.1 -p "$1" -U hotline -d postgres -Atc "SELECT 1 FROM pg_database WHERE datname = '$3'")" ]; then
    "$psql" -h 127.0.0.1 -p "$1" -U hotline -d postgres -qc "CREATE DATABASE \"$3\""
  fi
  unset PGPASSWORD
}

# minio_up NAME DIR PORT USER PASSWORD
minio_up() {
  if running "$1"; then return 0; fi
  port_free 127.0.0.1 "$3" || die "порт 127.0.0.1:$3 зайнятий: MinIO не запуститься"
  mkdir -p "$2"
  MINIO_ROOT_USER=$4 MINIO_ROOT_PASSWORD=$5 MINIO_BROWSER=off MINIO_UPDATE=off \
    spawn "$1" "$minio" server --quiet --address "127.0.0.1:$3" "$2"
  wait_for MinIO 60 "$1" curl -fsS "http://127.0.0.1:$3/minio/health/ready"
}

# The made-up registers of measurements, a database for each size: a PostgreSQL of its own, which waits for the disk. Its planner
# is as it comes.
register_port=${BENCH_REGISTER_PORT:-15444}
register_dir=${BENCH_REGISTER_DIR:-$root/var/bench/register}
register_url() { printf 'postgres://hotline:hotline@127.0.0.1:%s/register_%s?sslmode=disable' "$register_port" "$1"; }
register_up() {
  postgres_up "$register_dir" "$register_port" hotline -c max_connections=100 -c shared_buffers=2GB -c max_wal_size=8GB -c checkpoint_timeout=15min
}
