$TTL 1h
@ IN SOA ns1.dns.example. hostmaster.example.com. 2026010101 4h 1h 2w 1h
;^ info[child-zone-not-delegated] @ | zone `example.com.` has no NS records for `lab.example.com.`
  IN NS ns1.dns.example.
