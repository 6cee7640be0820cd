cd /sys/fs/cgroup || fail "/sys/fs/cgroup is gone"
for want in "db 200" "batch 50"; do
  set -- $want
  [ -d "$1" ] || fail "the cgroup $1 is gone"
  grep -qw io "$1/cgroup.controllers" || fail "$1 has no io controller: see $1/cgroup.controllers"
  is=$(head -n 1 "$1/io.weight")
  [ "$is" = "default $2" ] || fail "$1/io.weight says \"$is\", and it should be default $2"
done
