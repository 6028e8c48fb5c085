"""HTML to facts: links, placement, main text, page type."""
