$TTL 1h
@ IN SOA ns1.dns.example. hostmaster.example.com. 2026010101 4h 1h 2w 1h
  IN NS ns1.dns.example.
  IN NS ns2.dns.example.
;^ warning[delegation-ns-differs] ns2.dns.example. | the zone `more.example.com.` lists `ns2.dns.example.`
