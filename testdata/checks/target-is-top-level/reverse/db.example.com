$TTL 1h
@ IN SOA ns1.example.com. hostmaster.example.com. 2026010101 4h 1h 2w 1h
@ IN NS  ns1.example.com.
@ IN NS  ns2.example.com.
@ IN MX  10 mail.
;^ error[target-is-top-level] mail. | the MX target `mail.` is a top-level domain, not the host `mail.example.com.` (here and in 1 more record)
ns1  IN A 192.0.2.1
ns2  IN A 192.0.2.2
mail IN A 192.0.2.25
www  IN CNAME mail.
; Nobody knows which host this is, or what is meant is clear.
ftp  IN CNAME files.
lo   IN CNAME localhost.
localhost IN A 127.0.0.1
