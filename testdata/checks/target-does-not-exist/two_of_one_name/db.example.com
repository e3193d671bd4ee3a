$TTL 1h
@ IN SOA ns1.dns.example. hostmaster 2026010101 4h 1h 2w 1h
  IN NS  ns1.dns.example.
  IN NS  ns2.dns.example.
; Nobody knows which of the two answers.
@ IN MX 10 mail.example.net.
@ IN MX 20 mail.example.org.
;^ warning[target-does-not-exist] mail.example.org.
