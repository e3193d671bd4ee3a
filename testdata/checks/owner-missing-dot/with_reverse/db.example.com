$TTL 1h
@ IN SOA ns1.dns.example. hostmaster.example.com. 2026010101 4h 1h 2w 1h
  IN NS  ns1.dns.example.
  IN NS  ns2.dns.example.
; Said here and not once more of the PTR record, which is right.
web.example.com IN A 192.0.2.3
;^ warning[owner-missing-dot] web.example.com
ftp.example.com IN A 192.0.2.4
;^ warning[owner-missing-dot] ftp.example.com
