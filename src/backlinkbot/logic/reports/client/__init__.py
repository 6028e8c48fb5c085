"""The client's report: verbs' answers to facts, facts to sentences, sentences to a document."""
