$ORIGIN infra.home.example.com.
$TTL 1h
@ IN SOA ns.infra.home.example.com. hostmaster 2026010101 4h 1h 2w 1h
  IN NS ns
  IN NS ns2.dns.example.
ns IN A    192.0.2.2
   IN AAAA 2001:db8::2
