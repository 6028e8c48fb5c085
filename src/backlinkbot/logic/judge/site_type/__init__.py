"""What kind of site a domain is; see docs/reference/site-types.md."""
