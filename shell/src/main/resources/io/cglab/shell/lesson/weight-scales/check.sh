set -- $(measure -t 6s -q 8 web db other)
[ $# -eq 21 ] || fail "nothing can run in the cgroups web, db and other"
web=$3
db=${10}
other=${17}
say="web gets $web I/Os a second, db $db, other $other"
[ $((web * 100)) -ge $((other * 80)) ] && [ $((web * 80)) -le $((other * 100)) ] ||
  fail "$say: web and other should get the same"
[ $((db * 100)) -ge $((web * 160)) ] && [ $((db * 100)) -le $((web * 250)) ] ||
  fail "$say: db should get twice what web gets"
need 1200 2100 "$(ios -t 2s -q 8 other)" "I/Os a second of other alone"
