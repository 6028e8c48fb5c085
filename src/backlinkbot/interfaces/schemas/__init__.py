"""The shapes of what REST and MCP give: one model a document, with a sentence at each field."""
