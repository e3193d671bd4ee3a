$ORIGIN example.com.
$TTL 1h
@ IN SOA ns1 hostmaster 2026010101 4h 1h 2w 1h
@ NS ns1
@ NS ns2
@ MX 10 mail
smtp CNAME mail
ns1 A 192.0.2.1
ns2 A 192.0.2.2
mail A 192.0.2.25
web10 A 192.0.2.10
web11 A 192.0.2.11
web12 A 192.0.2.12
web13 A 192.0.2.13
web14 A 192.0.2.14
db1 A 192.0.2.101
db12 A 192.0.2.112
app A 192.0.2.120
