#!/usr/bin/env bash
# The health of the service in a container: 0 is healthy.
#   health.sh server   the server answers, and reaches its database
#   health.sh node     the platform accepted a report of this node in the last minute
set -euo pipefail

case ${1:-} in
server)
  exec 3<>"/dev/tcp/127.0.0.1/${SERVER_PORT:-7700}"
  printf 'GET /actuator/health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' >&3
  IFS= read -r -t 5 status <&3
  case $status in 'HTTP/1.1 200'*) ;; *) echo "$status" >&2; exit 1 ;; esac
  ;;
node)
  heard=${STOKER_NODE_HOME:?names no home of the node}/heard
  [ -n "$(find "$heard" -newermt '-60 seconds')" ] || { echo "nothing heard lately" >&2; exit 1; }
  ;;
*)
  echo 'usage: health.sh server|node' >&2
  exit 2
  ;;
esac
