$ORIGIN example.com.
$TTL 1h
@ IN SOA ns1.dns.example. hostmaster.dns.example. 2026010101 4h 1h 2w 1h
  IN NS  ns1.dns.example.
  IN NS  ns2.dns.example.
; The domain of another zone, and its own: one target is proof enough.
www   IN CNAME web.exapmle.org.
;^ warning[parent-domain-mistyped] web.exapmle.org. | `exapmle.org` is `example.org`, a zone of the project, with two letters swapped
@     IN MX    10 mx1.exaample.com.
;^ warning[parent-domain-mistyped] mx1.exaample.com. | with a letter typed twice
      IN MX    20 mx2.exaample.com.
ftp   IN CNAME files.example.con.
;^ warning[parent-domain-mistyped] files.example.con. | `example.con` is `example.com`
; Others may have these: another top-level domain, a letter at an end, another letter, and no telling word.
a     IN CNAME www.example.co.
b     IN CNAME www.examples.com.
c     IN CNAME www.exemple.com.
d     IN CNAME www.exmaple.net.
