set -- $(measure -t 6s -q 8 prod/db test/load)
[ $# -eq 14 ] || fail "nothing can run in the cgroups prod/db and test/load"
[ $(($3 * 10)) -ge $((${10} * 24)) ] && [ $(($3 * 10)) -le $((${10} * 38)) ] ||
  fail "prod/db gets $3 I/Os a second and test/load ${10}: that is no 3 to 1"
need 1200 2100 "$(ios -t 2s -q 8 test/load)" "I/Os a second of test/load alone"
