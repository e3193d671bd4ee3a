$ORIGIN example.com.
$TTL 1h
@ IN SOA ns1.dns.example. hostmaster.dns.example. 2026010101 4h 1h 2w 1h
  IN NS  ns1.dns.example.
  IN NS  ns2.dns.example.
; Forward and reverse zone agree, and are wrong both.
search1 IN A 192.0.2.1
search2 IN A 192.0.2.2
search3 IN A 192.0.2.3
saerch4 IN A 192.0.2.4
;^ warning[host-name-mistyped] saerch4 | `saerch4.example.com.` looks like 3 hosts named `search#`
; Other things: a number that is taken, a short word, another letter, several of them, another domain.
cache1  IN A 192.0.2.11
cache2  IN A 192.0.2.12
cache3  IN A 192.0.2.13
chace2  IN A 192.0.2.14
psi4    IN A 192.0.2.15
pis1    IN A 192.0.2.16
pis2    IN A 192.0.2.17
pis3    IN A 192.0.2.18
loader1 IN A 192.0.2.21
loader2 IN A 192.0.2.22
loader3 IN A 192.0.2.23
leader4 IN A 192.0.2.24
relay1  IN A 192.0.2.31
relay2  IN A 192.0.2.32
relay3  IN A 192.0.2.33
realy4  IN A 192.0.2.34
realy5  IN A 192.0.2.35
realy9.lab IN A 192.0.2.39
