need 943718 1153434 "$(bytes -t 4s -d /dev/mapper/data -b 64k db)" \
  "bytes/s that db reads from /dev/mapper/data"
need 50000000 9999999999 "$(bytes -t 500ms -d sda -b 64k db)" "bytes/s that db reads from /dev/sda"
need 50000000 9999999999 "$(bytes -t 500ms -d /dev/mapper/data -b 64k /sys/fs/cgroup)" \
  "bytes/s that others read from /dev/mapper/data"
