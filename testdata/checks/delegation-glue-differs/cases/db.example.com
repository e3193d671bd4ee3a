$TTL 1h
@ IN SOA ns1.dns.example. hostmaster.example.com. 2026010101 4h 1h 2w 1h
  IN NS  ns1.dns.example.
  IN NS  ns2.dns.example.
one     IN NS   ns.one
ns.one  IN A    192.0.2.1
ns.one  IN AAAA 2001:db8::1
;^ warning[delegation-glue-differs] 2001:db8::1 | the glue 2001:db8::1 is not an address that `ns.one.example.com.` has
; Served by the first, so that its address is there.
two     IN NS   ns.one
; The name server has none of this family yet.
three   IN NS   ns.three
ns.three IN A   192.0.2.3
ns.three IN AAAA 2001:db8::3
; In the zone itself, not below a cut.
four    IN NS   ns4
ns4     IN A    192.0.2.4
; A cut below the zone below.
five    IN NS   ns.sub.five
ns.sub.five IN A 192.0.2.5
