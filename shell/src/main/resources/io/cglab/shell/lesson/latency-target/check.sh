# What was learned from earlier load is to be forgotten, and the windows to settle.
measure -t 2s prod/db -b 64k -q 128 batch > /dev/null
set -- $(measure -t 6s prod/db -b 64k -q 128 batch)
[ $# -eq 8 ] || fail "nothing can run in the cgroups prod/db and batch"
need 1 2999 "$3" "mean latency of prod/db in us"
need 1000 2000 "$6" "I/Os a second of batch beside prod/db"
need 1700 2100 "$(ios -t 4s -b 64k -q 128 batch)" "I/Os a second of batch alone"
