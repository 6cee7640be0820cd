[ -d /sys/fs/cgroup/app/worker ] || fail "the cgroup app/worker is gone"
for pid in $(cat /root/app.pids); do
  kill -0 $pid || fail "process $pid of the application is gone"
  group=$(grep "^0::" /proc/$pid/cgroup | cut -d : -f 3)
  case $group in
    /app | /app/*) ;;
    *) fail "process $pid is in $group, which is not below /app" ;;
  esac
done
[ -e /sys/fs/cgroup/app/worker/io.max ] ||
  fail "app/worker has no io.max: io is not in app/cgroup.subtree_control"
need 943718 1153434 "$(bytes -t 4s -b 64k app/worker)" "bytes/s that app/worker reads from sda"
