need 3774874 4613734 "$(bytes -t 4s -b 64k shop/web/api)" "bytes/s that shop/web/api reads alone"
set -- $(measure -t 4s -b 64k -q 4 shop/web/api shop/db)
[ $# -eq 14 ] || fail "nothing can run in the cgroups shop/web/api and shop/db"
need 5662310 6920602 $(($1 + $8)) "bytes/s that shop/web/api and shop/db read together"
need 50000000 9999999999 "$(bytes -t 500ms -b 64k /sys/fs/cgroup)" "bytes/s that others read"
