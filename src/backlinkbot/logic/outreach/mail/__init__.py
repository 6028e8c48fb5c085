"""Mail that came in: what kind it is, whom it is about, and what a person answered."""
