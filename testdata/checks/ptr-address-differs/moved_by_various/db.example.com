$TTL 1h
@ IN SOA ns1.dns.example. hostmaster.dns.example. 2026010101 4h 1h 2w 1h
@ IN NS ns1.dns.example.
@ IN NS ns2.dns.example.
vpn IN A 192.0.2.7
db  IN A 192.0.2.101
www IN A 192.0.2.30
