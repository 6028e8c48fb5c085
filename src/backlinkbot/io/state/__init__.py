"""The application database: sites, brand words, competitors, remembered mappings."""
