$TTL 1h
@ IN SOA ns1.dns.example. hostmaster.example.com. 2026010101 4h 1h 2w 1h
  IN NS  ns1.dns.example.
  IN NS  ns2.dns.example.
; The keys are the one of RFC 6605 section 6.1, whose tag is 55648.
sha1 IN NS ns1.dns.example.
   IN NS ns2.dns.example.
   IN DS 55648 13 1 3b1817ae33ad0921b0e82f3da7c07db9f443c368
;^ warning[dnssec-algorithm-weak] 1 | SHA-1
sha256 IN NS ns1.dns.example.
   IN NS ns2.dns.example.
   IN DS 55648 13 2 ( B72270FDD42202498B99E3279A77099DBD94E89C 6d8031f920a550627f91b8fd )
sha384 IN NS ns1.dns.example.
   IN NS ns2.dns.example.
   IN DS 55648 13 4 d90ba45ef7008b8160c245506938ab654c48686d1934f81aeac405133808806e02ff8afc6f4312cd4aaf8e875c8dc422
next IN NS ns1.dns.example.
   IN NS ns2.dns.example.
   IN DS 12345 13 2 b72270fdd42202498b99e3279a77099dbd94e89c6d8031f920a550627f91b8fd
   IN DS 55648 13 2 7608c8728f922391ffea745022383aa31ced33746ce23b163bf80590409d3b2d
other IN NS ns1.dns.example.
   IN NS ns2.dns.example.
   IN DS 55648 13 2 b72270fdd42202498b99e3279a77099dbd94e89c6d8031f920a550627f91b8fd
;^ error[ds-without-dnskey] b72270fdd42202498b99e3279a77099dbd94e89c6d8031f920a550627f91b8fd | the digest is not that of key 55648 of `other.example.com.`
algo IN NS ns1.dns.example.
   IN NS ns2.dns.example.
   IN DS 55648 8 2 5133adb64a20d51853f073d0168c896aa20fe47aaca2202024e10250c0d5cdaf
;^ error[ds-without-dnskey] 8
gost IN NS ns1.dns.example.
   IN NS ns2.dns.example.
   IN DS 55648 13 3 b72270fdd42202498b99e3279a77099dbd94e89c6d8031f920a550627f91b8fd
;^ warning[dnssec-algorithm-weak] 3 | GOST
plain IN NS ns1.dns.example.
   IN NS ns2.dns.example.
   IN DS 55648 13 2 c28928153da2292fecd8c403ade8e49197a22bee2e5d120f0de225505e68200f
zsk IN NS ns1.dns.example.
   IN NS ns2.dns.example.
   IN DS 55648 13 2 ec87469f75941dbd32784c33662a67d39654444514941361b6f096f88e611445
