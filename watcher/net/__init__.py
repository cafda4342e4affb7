"""All access to the network: DNS, address checks, TLS, HTTP and WHOIS, each in one place."""
