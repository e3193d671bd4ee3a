//! Where names of large providers end, as their instructions have customers type them.

/// Domains whose names are targets of customers' records. From the documentation of each: mail,
/// content delivery, hosting, and proof of ownership.
const DOMAINS: &[&str] = &[
    "acm-validations.aws",
    "akamaiedge.net",
    "amazonaws.com",
    "amazonses.com",
    "azureedge.net",
    "azurefd.net",
    "azurewebsites.net",
    "cloudapp.net",
    "cloudflare.com",
    "cloudfront.net",
    "domaincontrol.com",
    "edgekey.net",
    "edgesuite.net",
    "fastly.net",
    "firebaseapp.com",
    "github.io",
    "gitlab.io",
    "google.com",
    "googledomains.com",
    "googlehosted.com",
    "googlemail.com",
    "herokuapp.com",
    "herokudns.com",
    "lync.com",
    "mailgun.org",
    "mandrillapp.com",
    "messagingengine.com",
    "microsoftonline.com",
    "mimecast.com",
    "netlify.app",
    "outlook.com",
    "ovh.net",
    "pages.dev",
    "pphosted.com",
    "protonmail.ch",
    "sendgrid.net",
    "trafficmanager.net",
    "vercel-dns.com",
    "windows.net",
    "wixdns.net",
    "zendesk.com",
    "zoho.com",
];

/// The domains, in order.
pub(super) fn domains() -> impl Iterator<Item = &'static str> {
    DOMAINS.iter().copied()
}

/// Whether a name without a final dot is one below a provider's domain.
pub(super) fn is_providers(text: &str) -> bool {
    let end = text.rmatch_indices('.').nth(1).map(|(at, _)| &text[at + 1..]);
    end.is_some_and(|end| DOMAINS.binary_search(&end.to_ascii_lowercase().as_str()).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_below_a_domain_are_the_providers() {
        assert!(DOMAINS.is_sorted());
        assert!(is_providers("gv-x.dv.GoogleHosted.com"));
        assert!(is_providers("example.github.io"));
        assert!(!is_providers("google.com"), "a domain may be anybody's host name in a lab");
        assert!(!is_providers("notgoogle.com"));
        assert!(!is_providers("mail.notgoogle.com"));
    }
}
