$TTL 1h
@ IN SOA ns1.dns.example. hostmaster 2026010101 4h 1h 2w 1h
@ IN NS  ns1.dns.example.
@ IN NS  ns2.dns.example.
www IN CNAME lab.
lab IN A     192.0.2.2
