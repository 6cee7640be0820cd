# Each way has workloads that it divides well: many in flight for iocost, which has to get to know
# the disk first, and one for bfq.
for depth in 32 1; do
  measure -t 10s -q $depth db batch > /dev/null
  set -- $(measure -t 5s -q $depth db batch)
  [ $# -eq 14 ] || fail "nothing can run in the cgroups db and batch"
  db=$3
  batch=${10}
  tenths=$((db * 10 / (batch + 1)))
  [ $tenths -ge 30 ] && [ $tenths -le 52 ] && break
done
[ $tenths -ge 30 ] && [ $tenths -le 52 ] ||
  fail "db gets $db I/Os a second and batch $batch: that is no 4 to 1"
need 1500 2100 "$(ios -t 2s -q $depth batch)" "I/Os a second of batch alone"
need 1500 2100 "$(ios -t 2s -q $depth db)" "I/Os a second of db alone"
