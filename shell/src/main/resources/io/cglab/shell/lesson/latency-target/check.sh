# What was learned from earlier load is to be forgotten, and the windows to settle.
measure -t 2s -d sdb prod/db -b 64k -q 128 batch > /dev/null
set -- $(measure -t 6s -d sdb prod/db -b 64k -q 128 batch)
[ $# -eq 14 ] || fail "nothing can run in the cgroups prod/db and batch"
need 1 2999 "$5" "mean latency of prod/db in us"
need 1000 2000 "${10}" "I/Os a second of batch beside prod/db"
# Depth comes back step by step.
for i in 1 2 3 4 5; do
  alone=$(ios -t 4s -d sdb -b 64k -q 128 batch)
  [ "$alone" -lt 1800 ] || break
done
need 1800 2100 "$alone" "I/Os a second of batch alone"
