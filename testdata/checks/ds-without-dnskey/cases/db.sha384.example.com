$TTL 1h
@ IN SOA ns1.dns.example. hostmaster.example.com. 2026010101 4h 1h 2w 1h
  IN NS  ns1.dns.example.
  IN NS  ns2.dns.example.
@ IN DNSKEY 257 3 13 ( GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+ e+MAnLr+Wi9xMWyQLc8NAA== )
