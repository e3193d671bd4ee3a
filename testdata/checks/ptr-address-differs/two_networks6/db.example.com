$TTL 1h
@ IN SOA ns1.dns.example. hostmaster.dns.example. 2026010101 4h 1h 2w 1h
@ IN NS ns1.dns.example.
@ IN NS ns2.dns.example.
www IN AAAA 2001:db8:0:1::80
mail IN AAAA 2001:db8:0:2::25
db IN AAAA 2001:db8:0:3::9
