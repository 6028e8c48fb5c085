"""Quality, anchors, relevance and the profile: columns in, judgements out."""
