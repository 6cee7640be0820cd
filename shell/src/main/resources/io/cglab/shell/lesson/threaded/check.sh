web=$(cat /root/web.pid)
kill -0 $web || fail "the web server, process $web, is gone"
[ -d /sys/fs/cgroup/app/web ] || fail "the cgroup app/web is gone"
type=$(cat /sys/fs/cgroup/app/web/cgroup.type)
[ "$type" != "domain invalid" ] || fail "app/web is still \"$type\""
group=$(grep "^0::" /proc/$web/cgroup | cut -d : -f 3)
[ "$group" = /app/web ] || fail "the web server is in $group, not in /app/web"
[ -e /sys/fs/cgroup/app/web/io.max ] ||
  fail "app/web ($type) has no io.max: io is not in app/cgroup.subtree_control"
need 943718 1153434 "$(bytes -t 4s -b 64k app/web)" "bytes/s that app/web reads from sda"
