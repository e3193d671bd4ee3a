$TTL 1h
@ IN SOA ns1.dns.example. hostmaster 2026010101 4h 1h 2w 1h
  IN NS  ns1.dns.example.
  IN NS  ns2.dns.example.
@     IN MX    10 mail.example.net.
;^ warning[target-is-alias] mail.example.net. | MX points at `mail.example.net.`, which is an alias
@     IN MX    20 host.example.net.
sub   IN NS    mail.example.net.
;^ error[target-is-alias] mail.example.net.
www   IN CNAME mail.example.net.
@     IN HTTPS 1 mail.example.net.
@     IN MX    30 any.wild.example.net.
;^ warning[target-is-alias] any.wild.example.net.
