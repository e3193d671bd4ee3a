$TTL 1h
@ IN SOA ns1.dns.example. hostmaster.example.com. 2026010101 4h 1h 2w 1h
  IN NS  ns1.dns.example.
  IN NS  ns2.dns.example.
; In any order and case.
same IN NS NS2.dns.example.
     IN NS ns1.dns.example.
more IN NS ns1.dns.example.
typo IN NS ns1.dns.example.
     IN NS ns2.dsn.example.
;^ warning[delegation-ns-differs] ns2.dsn.example. | the delegation lists `ns2.dsn.example.`
part IN NS ns7.dns.example.
away IN NS ns7.dns.example.
