$TTL 1h
@ IN SOA ns1.dns.example. hostmaster.dns.example. 2026010101 4h 1h 2w 1h
@ IN NS ns1.dns.example.
@ IN NS ns2.dns.example.
vpn  IN AAAA 2001:db8:2::1
db   IN AAAA 2001:db8:2:7::1
www  IN AAAA 2001:db8:2:9::1
