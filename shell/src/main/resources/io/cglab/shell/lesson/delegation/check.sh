cd /sys/fs/cgroup/team/user || fail "the cgroup team/user is gone"
grep -qw io ../cgroup.controllers || fail "team has no io controller: the root does not hand it down"
grep -qw io cgroup.controllers || fail "team/user has no io controller: team does not hand it down"
need 943718 1153434 "$(bytes -t 4s -b 64k team/user)" "bytes/s that team/user reads from sda"
for file in . cgroup.procs cgroup.threads cgroup.subtree_control; do
  owner=$(stat -c %U $file)
  [ "$owner" = user ] || fail "team/user/$file belongs to $owner: user cannot work there"
done
for file in io.max ../cgroup.procs ../cgroup.subtree_control ..; do
  owner=$(stat -c %U $file)
  [ "$owner" = root ] || fail "team/user/$file belongs to $owner, who could get around the limit"
done
