$TTL 1h
@   IN SOA ns1 hostmaster 2026010101 4h 1h 2w 1h
    IN NS  ns1
    IN NS  ns2.example.net.
    IN MX  10 mail
$INCLUDE zones/hosts.inc
_sipfederationtls._tcp 300 IN SRV 0 0 5061 edge
