$TTL 1h
@ IN SOA ns1.dns.example. hostmaster.dns.example. 2026010101 4h 1h 2w 1h
@ IN NS ns1.dns.example.
@ IN NS ns2.dns.example.
acme IN NS ns1.dns.example.
acme IN NS ns2.dns.example.
dhcp IN NS ns1.dns.example.
dhcp IN NS ns2.dns.example.
_acme-challenge.www IN CNAME www.acme
printer IN CNAME printer.dhcp
www IN CNAME gone.example.net.
;^ warning[target-does-not-exist] gone.example.net. | does not exist in zone `example.net.`
