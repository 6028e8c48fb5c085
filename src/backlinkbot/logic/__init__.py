"""Works things out: columns in, columns out; no disk, network or clock."""
