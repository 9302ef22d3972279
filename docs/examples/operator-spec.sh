# Makes the spec of a chain that begins with one validator, and with the council whose addresses council.txt has, one a line.
set -eu
council=$(sed 's/.*/"&"/' council.txt | paste -sd, -)
endowments=$(cat account.address council.txt | sed 's/.*/["&", "1000000000000000000000"]/' | paste -sd, -)

cat >genesis.json <<END
{
  "validators": [
    { "account": "$(cat account.address)", "aura": "$(cat aura.address)", "grandpa": "$(cat grandpa.address)" }
  ],
  "council": [$council],
  "endowments": [$endowments]
}
END
diem-node export-chain-spec --chain production:genesis.json --raw --output diem.json
