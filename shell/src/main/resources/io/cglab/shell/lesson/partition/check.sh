need 943718 1153434 "$(bytes -t 4s -d sda1 -b 64k web)" "bytes/s that web reads from /dev/sda1"
need 50000000 9999999999 "$(bytes -t 500ms -d sda1 -b 64k /sys/fs/cgroup)" \
  "bytes/s that others read from /dev/sda1"
