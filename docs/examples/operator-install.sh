# Puts the keys of a validator where its node looks for them. Once for each machine; prints the node's peer id.
set -eu
diem-node key insert --chain diem.json --base-path data --scheme sr25519 --key-type aura --suri session.phrase
diem-node key insert --chain diem.json --base-path data --scheme ed25519 --key-type gran --suri session.phrase
diem-node key generate-node-key --chain diem.json --base-path data
