#!/bin/sh
# Keeps one command for an executor node, in a session of its own, and outlives the node's service.
#
#   setsid sh keep.sh DIRECTORY COMMAND [ARGUMENT...]
#
# Leaves in DIRECTORY, each one line that is complete when its newline is there:
#   leader  "pid startTicks bootId" of this script
#   child   the same of the command
#   exit    the command's exit code, 128 + n when signal n ended it
# and the command's own stdout and stderr. A line "version path" in DIRECTORY/cgroup names the cgroup
# that the command is to run in; this script stays outside, where nobody runs short of memory. Only the shell's own means are used: a helper process
# could be killed together with the command.
set -uf
mask=$(umask)
umask 077
directory=$1
shift
read -r boot </proc/sys/kernel/random/boot_id

# "pid startTicks bootId": the ticks are field 22 of the stat line, counted after the last ")".
identity() {
  read -r line <"/proc/$1/stat"
  set -- "$1" ${line##*) }
  echo "$1 ${21} $boot"
}

session() {
  read -r line <"/proc/$1/stat"
  set -- ${line##*) }
  echo "$4"
}

# The last line of this script kills its process group, which must not be the caller's.
if [ "$(session $$)" != $$ ]; then
  echo "keep.sh must lead a session of its own: start it by setsid" >&2
  exit 70
fi

# Made only if it is not there: of two starts in one directory the first goes on, however late the
# other one comes.
set -C
if ! identity $$ >"$directory/leader"; then
  echo "another start was first in $directory" >&2
  exit 75
fi
set +C

# Caught, not ignored: the command would inherit an ignored signal.
trap : HUP INT TERM

# The files here are the owner's alone; what the command writes is as open as the service allows.
(
  umask "$mask"
  if [ -f "$directory/cgroup" ]; then
    read -r version cgroup <"$directory/cgroup"
    # 0 is whoever writes it
    if ! echo 0 >"$cgroup/cgroup.procs"; then
      echo "cannot enter the cgroup $cgroup" >&2
      exit 71
    fi
  fi
  exec "$@"
) </dev/null >>"$directory/stdout" 2>>"$directory/stderr" &
child=$!
identity $child >"$directory/child"

# A caught signal ends the wait early, so wait again while the command is there. 127 also means
# that its code was told before.
code=127
while
  wait $child
  last=$?
  [ $last = 127 ] || code=$last
  [ $last != 127 ] && kill -0 $child 2>/dev/null
do :; done
wait $child 2>/dev/null
last=$?
[ $last = 127 ] || code=$last

echo $code >"$directory/exit"

# What the command left behind goes with it.
kill -KILL 0
