$ORIGIN example.com.
$TTL 1h
@ IN SOA ns1.dns.example. hostmaster.dns.example. 2026010101 4h 1h 2w 1h
  IN NS  ns1.dns.example.
  IN NS  ns2.dns.example.
www    IN A 192.0.2.1
mail   IN A 192.0.2.2
gw     IN A 192.0.2.3
host.mgmt IN A 192.0.2.4
node.mgmt IN A 192.0.2.5
new1   IN A 192.0.2.11
new2   IN A 192.0.2.12
; Made in a program that knows more than this zone.
tag    IN A 192.0.2.6
