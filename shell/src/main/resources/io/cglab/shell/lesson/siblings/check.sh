set -- $(measure -t 6s -q 8 prod/db test/load)
[ $# -eq 8 ] || fail "nothing can run in the cgroups prod/db and test/load"
[ $(($2 * 10)) -ge $(($6 * 24)) ] && [ $(($2 * 10)) -le $(($6 * 38)) ] ||
  fail "prod/db gets $2 I/Os a second and test/load $6: that is no 3 to 1"
need 1200 2100 "$(ios -t 2s -q 8 test/load)" "I/Os a second of test/load alone"
