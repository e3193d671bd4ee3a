$TTL 1h
@ IN SOA ns1.dns.example. hostmaster.dns.example. 2026010101 4h 1h 2w 1h
@ IN NS ns1.dns.example.
@ IN NS ns2.dns.example.
vpn  IN A 192.0.2.1
db   IN A 192.0.2.12
www  IN A 192.0.2.80
mail IN A 192.0.2.125
away IN A 198.51.100.7
