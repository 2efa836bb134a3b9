# Read by ./stoker of the repository and bin/stoker of the distribution: finds Java and hands over to
# the command in Java.

fail() {
  printf 'stoker: %s\n' "$@" >&2
  exit 1
}

find_java() {
  java=${JAVA_HOME:+$JAVA_HOME/bin/java}
  java=${java:-$(command -v java || true)}
  [ -n "$java" ] && [ -x "$java" ] ||
    fail 'No Java was found. Install Java 17 or newer (Debian: apt install openjdk-17-jdk-headless) or set JAVA_HOME.'
  local version
  version=$("$java" -XshowSettings:properties -version 2>&1 |
    sed -n 's/^ *java.specification.version = //p')
  [ "${version%%.*}" -ge 17 ] 2>/dev/null ||
    fail "$java is Java ${version:-of an unknown version}; Stoker needs 17 or newer. Install it or set JAVA_HOME."
}

# Java names files in the locale's encoding, and results have names in UTF-8: in a locale without it
# they could not be found. Processes that we start inherit it.
name_files_in_utf8() {
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  *[Uu][Tt][Ff]-8* | *[Uu][Tt][Ff]8*) ;;
  *) export LC_ALL=C.UTF-8 ;;
  esac
}

# $1: how the person called us; $2: Stoker's directory; $3: the command's jar; the rest: what was typed.
launch() {
  local called=$1 root=$2 jar=$3 terminal=false
  shift 3
  name_files_in_utf8
  if [ -t 1 ]; then terminal=true; fi
  local cli=("$java" -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "-Dstoker.root=$root"
    "-Dstoker.command=$called" "-Dstoker.terminal=$terminal" -jar "$jar")
  case "${1:-help} ${2:-}" in
  'node drain' | 'node undrain' | 'node remove') exec "${cli[@]}" "$@" ;;
  'server '* | 'node '*) become "${cli[@]}" "$@" ;;
  *) exec "${cli[@]}" "$@" ;;
  esac
}

# The command answers with the words of the service's command line, and the service takes the place
# of this process: signals reach it, and its exit code is ours. The last word is the command's own
# exit code.
become() {
  local words=() word code
  while IFS= read -r -d '' word; do
    words+=("$word")
  done < <(code=0; "$@" || code=$?; printf '%d\0' "$code")
  code=${words[-1]}
  [ "$code" = 0 ] || exit "$code"
  exec "${words[@]:0:${#words[@]}-1}"
}
