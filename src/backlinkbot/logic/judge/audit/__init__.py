"""One audit from its inputs: what it is judged from, the judging, and what is kept of it."""
