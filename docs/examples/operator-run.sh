# Runs the node of a validator. What follows on the command line is passed on to it, such as --bootnodes.
set -eu
exec diem-node --chain diem.json --base-path data --validator --name "$(uname -n)" "$@"
