"""Local folders of text embeddings; read, never fetched."""
