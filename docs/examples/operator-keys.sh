# Makes the keys of a validator: its account, which can stay on another machine, and the session keys that its node signs with.
set -eu
umask 077

new_phrase() { diem-node key generate | sed -n 's/^Secret phrase: *//p'; }
address() { diem-node key inspect --scheme "$1" "$2" | sed -n 's/^  SS58 Address: *//p'; }

new_phrase >account.phrase
new_phrase >session.phrase

# What others are told of it.
address sr25519 account.phrase >account.address
address sr25519 session.phrase >aura.address
address ed25519 session.phrase >grandpa.address
cat account.address aura.address grandpa.address
