"""What several markers look at: shared footprints, out-links, words, hidden HTML, evidence."""
