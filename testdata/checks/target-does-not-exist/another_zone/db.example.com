$TTL 1h
@ IN SOA ns1.dns.example. hostmaster 2026010101 4h 1h 2w 1h
  IN NS  ns1.dns.example.
  IN NS  ns2.dns.example.
@     IN MX    10 mail.example.net.
@     IN MX    20 backup.example.net.
;^ warning[target-does-not-exist] backup.example.net. | `backup.example.net.` does not exist in zone `example.net.`
www   IN CNAME nowhere.example.net.
;^ warning[target-does-not-exist] nowhere.example.net.
_sips._tcp IN SRV 0 0 5061 sip.lab.example.net.
;^ warning[target-does-not-exist] sip.lab.example.net. | does not exist in zone `lab.example.net.`
@     IN HTTPS 0 web.example.net.
;^ warning[svcb-modes-mixed] 0 | an HTTPS alias
;^ warning[target-does-not-exist] web.example.net.
; What answers there is another zone, another name, a wildcard, or a name with names below it.
a     IN CNAME host.cut.example.net.
b     IN CNAME host.moved.example.net.
c     IN CNAME host.any.example.net.
d     IN CNAME below.example.net.
e     IN CNAME host.example.org.
f     IN CNAME @.example.net.
;^ warning[comma-or-at-in-name] @.example.net.
g     IN CNAME gone.example.net.
;^ warning[target-does-not-exist] gone.example.net.
@     IN HTTPS 1 .
@     IN HTTPS 2 nowhere
;^ info[target-does-not-exist] nowhere | does not exist in this zone
