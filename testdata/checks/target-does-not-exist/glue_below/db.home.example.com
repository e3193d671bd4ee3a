$ORIGIN home.example.com.
$TTL 1h
@ IN SOA ns1.dns.example. hostmaster 2026010101 4h 1h 2w 1h
  IN NS ns1.dns.example.
  IN NS ns2.dns.example.
infra IN NS ns.infra
;^ error[target-does-not-exist] ns.infra | no glue: the delegation of `infra.home.example.com.` lacks the address of its name server
infra IN NS ns2.infra
;^ error[target-does-not-exist] ns2.infra | `ns2.infra.home.example.com.` does not exist in this zone
