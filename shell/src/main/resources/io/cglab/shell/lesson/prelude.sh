# Runs before each check.sh.

# fail WORD...: ends the check with what is still wrong.
fail() {
  echo "$*"
  exit 1
}

# need LOW HIGH VALUE WHAT: goes on if VALUE is from LOW to HIGH.
need() {
  [ -n "$3" ] || fail "$4: nothing could be measured"
  [ "$3" -ge "$1" ] || fail "$4: $3 is too little, it should be $1 to $2"
  [ "$3" -le "$2" ] || fail "$4: $3 is too much, it should be $1 to $2"
}

# bytes OPTION... CGROUP: the bytes a second that measure measures; ios: the I/Os a second.
bytes() {
  measure "$@" | cut -d " " -f 1
}
ios() {
  measure "$@" | cut -d " " -f 3
}
